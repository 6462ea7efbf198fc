using System.Text.Json;

namespace Unfold.Training;

/// <summary>Yes or no.</summary>
sealed class BooleanSetting(string path, string summary, Func<Recipe, bool> get, Func<Recipe, bool, Recipe> set) : Setting(path, summary)
{
    public override string Expectation => "true or false";

    public override Recipe? TryApply(Recipe recipe, JsonElement value, SettingOrigin origin, FaultList faults) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? set(recipe, value.GetBoolean()) : Refuse(value, origin, faults);

    public override void WriteValue(Utf8JsonWriter writer, Recipe recipe) => writer.WriteBooleanValue(get(recipe));

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type", "boolean");
}
