using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Reads documents of a record that may come from anywhere: what is not there is empty, never an error.</summary>
static class JsonNotes
{
    public static JsonElement? Read(RecordNote note)
    {
        try
        {
            using var document = JsonDocument.Parse(note.Json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Text(JsonElement element, string name) => Find(element, name) is { } value ? value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.ToString() : "";

    public static double Number(JsonElement element, string name) => Find(element, name) is { } value ? Number(value) : double.NaN;

    public static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDouble(out double number) ? number : double.NaN,
        JsonValueKind.String when value.GetString() == "Infinity" => double.PositiveInfinity,
        _ => double.NaN,
    };

    public static IEnumerable<JsonElement> List(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : null;
}
