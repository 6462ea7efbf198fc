using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Unfold.Training;

/// <summary>Recipes and their schema as JSON text.</summary>
static class RecipeWriter
{
    static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every setting with its value.</summary>
    public static string Write(Recipe recipe) => Write(writer =>
    {
        string section = "";
        writer.WriteStartObject();
        foreach (Setting setting in SettingTable.All)
        {
            (string of, string name) = Split(setting.Path);
            if (of != section)
            {
                if (section.Length > 0) writer.WriteEndObject();
                if (of.Length > 0) writer.WriteStartObject(of);
                section = of;
            }
            writer.WritePropertyName(name);
            setting.WriteValue(writer, recipe);
        }
        if (section.Length > 0) writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>The JSON schema of recipes, made of the same table that reads them.</summary>
    public static string WriteSchema() => Write(writer =>
    {
        var defaults = new Recipe();
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        writer.WriteString("title", "Unfold recipe");
        writer.WriteString("description", "An experiment: data, text, model, training, decision, baselines, inspection, doctor. Comments and trailing commas are allowed.");
        writer.WriteString("type", "object");
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteStartObject("properties");
        WriteMember(writer, "$schema", "string", "This schema.");
        WriteMember(writer, "base", "string", "A built-in recipe whose settings hold where this one says nothing.");
        string section = "";
        foreach (Setting setting in SettingTable.All)
        {
            (string of, string name) = Split(setting.Path);
            if (of != section)
            {
                if (section.Length > 0) EndSection(writer);
                writer.WriteStartObject(of);
                writer.WriteString("type", "object");
                writer.WriteBoolean("additionalProperties", false);
                writer.WriteStartObject("properties");
                section = of;
            }
            writer.WriteStartObject(name);
            writer.WriteString("description", setting.Summary);
            setting.WriteSchema(writer);
            writer.WritePropertyName("default");
            setting.WriteValue(writer, defaults);
            writer.WriteEndObject();
        }
        EndSection(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    static void EndSection(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    static void WriteMember(Utf8JsonWriter writer, string name, string type, string description)
    {
        writer.WriteStartObject(name);
        writer.WriteString("description", description);
        writer.WriteString("type", type);
        writer.WriteEndObject();
    }

    static string Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options)) body(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    static (string Section, string Name) Split(string path)
    {
        int dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? ("", path) : (path[..dot], path[(dot + 1)..]);
    }
}
