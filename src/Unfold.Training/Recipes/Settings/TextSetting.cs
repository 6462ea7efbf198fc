using System.Text.Json;

namespace Unfold.Training;

/// <summary>A text; one of a list where a list is given.</summary>
sealed class TextSetting(
    string path, string summary, Func<Recipe, string?> get, Func<Recipe, string?, Recipe> set, IReadOnlyList<string>? oneOf = null, bool optional = false, int length = 0)
    : Setting(path, summary)
{
    public override string Expectation => oneOf is not null
        ? $"one of {string.Join(", ", oneOf)}"
        : $"{(length == 1 ? "one character" : length > 0 ? "a text that is not empty" : "a text")}{(optional ? " or null" : "")}";

    public override Recipe? TryApply(Recipe recipe, JsonElement value, SettingOrigin origin, FaultList faults)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString()
            : origin.Loose && value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value.GetRawText() : null;
        if (text is null) return optional && value.ValueKind == JsonValueKind.Null ? set(recipe, null) : Refuse(value, origin, faults);
        if (oneOf is not null && !oneOf.Contains(text, StringComparer.Ordinal))
        {
            faults.Add(origin, Path, $"expected {Expectation}, got \"{text}\"{NearestSetting.Hint(text, oneOf)}");
            return null;
        }
        if (length == 1 && text.Length != 1) return Refuse(value, origin, faults);
        if (length > 1 && text.Length == 0) return Refuse(value, origin, faults);
        return set(recipe, text);
    }

    public override void WriteValue(Utf8JsonWriter writer, Recipe recipe) => writer.WriteStringValue(get(recipe));

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        if (optional)
        {
            writer.WriteStartArray("type");
            writer.WriteStringValue("string");
            writer.WriteStringValue("null");
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("type", "string");
        }
        if (length > 0) writer.WriteNumber("minLength", 1);
        if (length == 1) writer.WriteNumber("maxLength", 1);
        if (oneOf is null) return;
        writer.WriteStartArray("enum");
        foreach (string name in oneOf) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
