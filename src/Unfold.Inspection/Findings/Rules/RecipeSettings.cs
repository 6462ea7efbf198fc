using System.Globalization;
using System.Text.Json;

namespace Unfold.Inspection;

/// <summary>The settings of a run's own recipe, for remedies that change them; nothing of a loop of one's own, which has none.</summary>
static class RecipeSettings
{
    /// <summary>A number, such as that of "training.learningRate".</summary>
    public static double? Number(RunEvidence run, string path) => Find(run, path) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    /// <summary>A text or a choice, such as that of "model.cell".</summary>
    public static string? Text(RunEvidence run, string path) => Find(run, path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Whether the run has a recipe.</summary>
    public static bool Known(RunEvidence run) => run.Run.Settings is { ValueKind: JsonValueKind.Object };

    /// <summary>One setting as a remedy has it; none where the run has no recipe.</summary>
    public static Dictionary<string, string> Set(RunEvidence run, params ReadOnlySpan<(string Path, string Value)> settings)
    {
        Dictionary<string, string> set = new(StringComparer.Ordinal);
        if (!Known(run))
            return set;
        foreach ((string path, string value) in settings)
            set[path] = value;
        return set;
    }

    /// <summary>A setting multiplied, as a remedy has it; none where it is not known.</summary>
    public static Dictionary<string, string> Times(RunEvidence run, string path, double factor) =>
        Number(run, path) is { } value ? Set(run, (path, Format(value * factor))) : [];

    /// <summary>A number with three digits that count.</summary>
    public static string Format(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    static JsonElement? Find(RunEvidence run, string path)
    {
        JsonElement? at = run.Run.Settings;
        foreach (string name in path.Split('.'))
            at = at is { ValueKind: JsonValueKind.Object } section && section.TryGetProperty(name, out JsonElement next) ? next : null;
        return at;
    }
}
