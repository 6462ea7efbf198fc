using System.Text.Json;

namespace Unfold.Training;

/// <summary>Which finding leads to which action: an object, or <c>D08=clip,D01=rollBack</c> as it is easy to type.</summary>
sealed class ActionsSetting() : Setting("doctor.actions", "What is done about which finding while training: a rule's name, critical or warning, to an action.")
{
    static readonly AlarmAction[] Values = Enum.GetValues<AlarmAction>();
    static readonly string[] Names = Array.ConvertAll(Enum.GetNames<AlarmAction>(), JsonNamingPolicy.CamelCase.ConvertName);
    static readonly string[] Severities = ["critical", "warning"];
    static readonly AlarmAction[] AgainstNonFinite = [AlarmAction.Stop, AlarmAction.SkipBatch, AlarmAction.RollBack];

    public override string Expectation => "an object of findings and actions, such as {\"D08\": \"clip\"}, or D08=clip,D01=rollBack";

    public override Recipe? TryApply(Recipe recipe, JsonElement value, SettingOrigin origin, FaultList faults)
    {
        if (Pairs(value) is not { } pairs) return Refuse(value, origin, faults);
        int before = faults.Count;
        var actions = new OrderedDictionary<string, AlarmAction>(StringComparer.Ordinal);
        foreach ((string finding, string? action) in pairs)
        {
            string path = $"{Path}.{finding}";
            int index = Array.FindIndex(Names, name => string.Equals(name, action, origin.Loose ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
            if (!IsFinding(finding)) faults.Add(origin, path, $"expected a rule's name such as D08, critical or warning, got \"{finding}\"");
            else if (index < 0) faults.Add(origin, path, $"expected one of {string.Join(", ", Names)}, got \"{action}\"{NearestSetting.Hint(action ?? "", Names)}");
            else if (finding == DoctorRecipe.NonFinite && !AgainstNonFinite.Contains(Values[index]))
                faults.Add(origin, path, $"expected stop, skipBatch or rollBack, got \"{action}\": numbers that are not finite would spoil every weight");
            else actions[finding] = Values[index];
        }
        return faults.Count == before ? recipe with { Doctor = recipe.Doctor with { Actions = actions } } : null;
    }

    public override void WriteValue(Utf8JsonWriter writer, Recipe recipe)
    {
        writer.WriteStartObject();
        foreach ((string finding, AlarmAction action) in recipe.Doctor.Actions) writer.WriteString(finding, Names[Array.IndexOf(Values, action)]);
        writer.WriteEndObject();
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        writer.WritePropertyName("propertyNames");
        writer.WriteRawValue("""{"pattern":"^(D[0-9][0-9]|critical|warning)$"}""");
        writer.WriteStartObject("additionalProperties");
        writer.WriteStartArray("enum");
        foreach (string name in Names) writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static bool IsFinding(string name) => Severities.Contains(name, StringComparer.Ordinal) || (name is ['D', >= '0' and <= '9', >= '0' and <= '9'] && name != "D00");

    static List<(string Finding, string? Action)>? Pairs(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
            return [.. value.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : member.Value.GetRawText()))];
        if (value.ValueKind != JsonValueKind.String) return null;
        List<(string, string?)> pairs = [];
        foreach (string part in value.GetString()!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) return null;
            pairs.Add((part[..equals].TrimEnd(), part[(equals + 1)..].TrimStart()));
        }
        return pairs;
    }
}
