using System.Text.Json;

namespace Unfold.Training;

/// <summary>One of an enumeration's names, in camelCase.</summary>
sealed class ChoiceSetting<T>(string path, string summary, Func<Recipe, T> get, Func<Recipe, T, Recipe> set) : Setting(path, summary)
    where T : struct, Enum
{
    static readonly string[] Names = Array.ConvertAll(Enum.GetNames<T>(), JsonNamingPolicy.CamelCase.ConvertName);
    static readonly T[] Values = Enum.GetValues<T>();

    public override string Expectation => $"one of {string.Join(", ", Names)}";

    public override Recipe? TryApply(Recipe recipe, JsonElement value, SettingOrigin origin, FaultList faults)
    {
        if (value.ValueKind != JsonValueKind.String) return Refuse(value, origin, faults);
        string text = value.GetString()!;
        int index = Array.FindIndex(Names, name => string.Equals(name, text, origin.Loose ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
        if (index >= 0) return set(recipe, Values[index]);
        faults.Add(origin, Path, $"expected {Expectation}, got \"{text}\"{NearestSetting.Hint(text, Names)}");
        return null;
    }

    public override void WriteValue(Utf8JsonWriter writer, Recipe recipe) => writer.WriteStringValue(Names[Array.IndexOf(Values, get(recipe))]);

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "string");
        writer.WriteStartArray("enum");
        foreach (string name in Names) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
