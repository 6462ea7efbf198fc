using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Unfold.Training;

/// <summary>A whole or real number in a range.</summary>
sealed class NumberSetting<T>(string path, string summary, T min, T max, Func<Recipe, T> get, Func<Recipe, T, Recipe> set, bool aboveMin = false, bool belowMax = false)
    : Setting(path, summary)
    where T : struct, INumber<T>
{
    static bool IsWhole => typeof(T) != typeof(double);

    public override string Expectation =>
        $"{(IsWhole ? "a whole number" : "a number")} {(aboveMin ? "above" : "from")} {Text(min)} {(belowMax ? "and below" : "to")} {Text(max)}";

    public override Recipe? TryApply(Recipe recipe, JsonElement value, SettingOrigin origin, FaultList faults)
    {
        bool good = value.ValueKind == JsonValueKind.Number
            && T.TryParse(value.GetRawText(), IsWhole ? NumberStyles.AllowLeadingSign : NumberStyles.Float, CultureInfo.InvariantCulture, out T number)
            && (aboveMin ? number > min : number >= min) && (belowMax ? number < max : number <= max);
        return good ? set(recipe, T.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture)) : Refuse(value, origin, faults);
    }

    public override void WriteValue(Utf8JsonWriter writer, Recipe recipe) => writer.WriteRawValue(Text(get(recipe)));

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", IsWhole ? "integer" : "number");
        writer.WritePropertyName(aboveMin ? "exclusiveMinimum" : "minimum");
        writer.WriteRawValue(Text(min));
        writer.WritePropertyName(belowMax ? "exclusiveMaximum" : "maximum");
        writer.WriteRawValue(Text(max));
    }

    static string Text(T number) => number.ToString(null, CultureInfo.InvariantCulture);
}
