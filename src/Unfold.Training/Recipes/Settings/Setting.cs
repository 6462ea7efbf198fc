using System.Text.Json;

namespace Unfold.Training;

/// <summary>One setting of a recipe: its place, what it may be, and how it is read, set and described.</summary>
abstract class Setting(string path, string summary)
{
    /// <summary>Where it stands: <c>training.epochs</c>.</summary>
    public string Path => path;

    /// <summary>What it is for, in a sentence.</summary>
    public string Summary => summary;

    /// <summary>What it may be, in words: "a whole number from 1 to 64".</summary>
    public abstract string Expectation { get; }

    /// <summary>The recipe with this setting changed, or nothing where the value does not do.</summary>
    public abstract Recipe? TryApply(Recipe recipe, JsonElement value, SettingOrigin origin, FaultList faults);

    /// <summary>Writes the value without its name.</summary>
    public abstract void WriteValue(Utf8JsonWriter writer, Recipe recipe);

    /// <summary>Writes the members of the value's JSON schema.</summary>
    public abstract void WriteSchema(Utf8JsonWriter writer);

    /// <summary>Notes that the value does not do.</summary>
    protected Recipe? Refuse(JsonElement value, SettingOrigin origin, FaultList faults)
    {
        string got = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? value.ValueKind == JsonValueKind.Object ? "an object" : "a list" : value.GetRawText();
        faults.Add(origin, Path, $"expected {Expectation}, got {got}");
        return null;
    }
}
