using System.Text.Json;

namespace Unfold.Training;

/// <summary>The list of parameter groups.</summary>
sealed class GroupsSetting() : Setting("training.groups", "Parameters with a step size or weight decay of their own: the first pattern that fits takes a parameter.")
{
    static readonly string[] Members = ["match", "rate", "weightDecay"];

    public override string Expectation => "a list of objects with the members match, rate, weightDecay";

    public override Recipe? TryApply(Recipe recipe, JsonElement value, SettingOrigin origin, FaultList faults)
    {
        if (value.ValueKind != JsonValueKind.Array) return Refuse(value, origin, faults);
        int before = faults.Count;
        var groups = new List<ParameterGroupRecipe>();
        foreach (JsonElement item in value.EnumerateArray()) groups.Add(Read(item, $"{Path}[{groups.Count}]", origin, faults));
        return faults.Count == before ? recipe with { Training = recipe.Training with { Groups = groups } } : null;
    }

    public override void WriteValue(Utf8JsonWriter writer, Recipe recipe)
    {
        writer.WriteStartArray();
        foreach (ParameterGroupRecipe group in recipe.Training.Groups)
        {
            writer.WriteStartObject();
            writer.WriteString("match", group.Match);
            writer.WriteNumber("rate", group.Rate);
            if (group.WeightDecay is { } decay) writer.WriteNumber("weightDecay", decay);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "array");
        writer.WritePropertyName("items");
        writer.WriteRawValue("""
            {"type":"object","additionalProperties":false,"required":["match"],"properties":{"match":{"type":"string","minLength":1},"rate":{"type":"number","minimum":0,"maximum":1000},"weightDecay":{"type":"number","minimum":0,"maximum":10}}}
            """);
    }

    static ParameterGroupRecipe Read(JsonElement item, string path, SettingOrigin origin, FaultList faults)
    {
        var group = new ParameterGroupRecipe();
        if (item.ValueKind != JsonValueKind.Object)
        {
            faults.Add(origin, path, $"expected an object with the members {string.Join(", ", Members)}, got {item.GetRawText()}");
            return group;
        }
        foreach (JsonProperty member in item.EnumerateObject())
        {
            string at = $"{path}.{member.Name}";
            switch (member.Name)
            {
                case "match" when member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is { Length: > 0 } pattern:
                    group = group with { Match = pattern };
                    break;
                case "match":
                    faults.Add(origin, at, $"expected the name of a parameter, with * for any characters, got {member.Value.GetRawText()}");
                    break;
                case "rate" when Number(member.Value, 1000) is { } rate:
                    group = group with { Rate = rate };
                    break;
                case "rate":
                    faults.Add(origin, at, $"expected a number from 0 to 1000, got {member.Value.GetRawText()}");
                    break;
                case "weightDecay" when Number(member.Value, 10) is { } decay:
                    group = group with { WeightDecay = decay };
                    break;
                case "weightDecay":
                    faults.Add(origin, at, $"expected a number from 0 to 10, got {member.Value.GetRawText()}");
                    break;
                default:
                    faults.Add(origin, at, $"expected one of the members {string.Join(", ", Members)}, got an unknown name{NearestSetting.Hint(member.Name, Members)}");
                    break;
            }
        }
        if (!item.TryGetProperty("match", out _)) faults.Add(origin, path, "expected a member match with the name of a parameter, got none");
        return group;
    }

    static double? Number(JsonElement value, double max) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= 0 && number <= max ? number : null;
}
