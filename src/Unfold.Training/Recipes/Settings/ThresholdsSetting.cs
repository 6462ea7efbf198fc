using System.Globalization;
using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>Thresholds of the rules: an object, or <c>D07.critical=1e-5,D02.recall=0.1</c> as it is easy to type.</summary>
sealed class ThresholdsSetting() : Setting("doctor.thresholds", "Values in the place of the rules' own thresholds, by their names.")
{
    public override string Expectation => "an object of thresholds and numbers, such as {\"D07.critical\": 1e-5}, or D07.critical=1e-5,D02.recall=0.1";

    public override Recipe? TryApply(Recipe recipe, JsonElement value, SettingOrigin origin, FaultList faults)
    {
        if (Pairs(value) is not { } pairs) return Refuse(value, origin, faults);
        int before = faults.Count;
        var values = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, string number) in pairs)
        {
            string path = $"{Path}.{name}";
            string[] names = [.. Thresholds.All.Select(threshold => threshold.Name)];
            if (!names.Contains(name, StringComparer.Ordinal)) faults.Add(origin, path, $"expected the name of a threshold such as D07.critical, got \"{name}\"{NearestSetting.Hint(name, names)}");
            else if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double limit) || !double.IsFinite(limit)) faults.Add(origin, path, $"expected a finite number, got {number}");
            else values[name] = limit;
        }
        return faults.Count == before ? recipe with { Doctor = recipe.Doctor with { Thresholds = values } } : null;
    }

    public override void WriteValue(Utf8JsonWriter writer, Recipe recipe)
    {
        writer.WriteStartObject();
        foreach ((string name, double value) in recipe.Doctor.Thresholds) writer.WriteNumber(name, value);
        writer.WriteEndObject();
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        writer.WriteStartObject("additionalProperties");
        writer.WriteString("type", "number");
        writer.WriteEndObject();
    }

    static List<(string Name, string Number)>? Pairs(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
            return [.. value.EnumerateObject().Select(member => (member.Name, member.Value.GetRawText()))];
        if (value.ValueKind != JsonValueKind.String) return null;
        List<(string, string)> pairs = [];
        foreach (string part in value.GetString()!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) return null;
            pairs.Add((part[..equals].TrimEnd(), part[(equals + 1)..].TrimStart()));
        }
        return pairs;
    }
}
