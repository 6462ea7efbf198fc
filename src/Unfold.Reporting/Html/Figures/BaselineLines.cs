using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The levels that simple predictors reach, as lines of a chart.</summary>
static class BaselineLines
{
    const double Distinguishable = 1e-4;

    /// <summary>What is known without a model, then every baseline that has the metric; a level that a line shows already is left out.</summary>
    public static List<ChartReference> Of(IReadOnlyList<BaselineDocument> baselines, string metric, double? known = null, string knownName = "", string suffix = "")
    {
        List<ChartReference> lines = [];
        if (known is { } value && double.IsFinite(value))
            lines.Add(new($"{knownName} {NumberText.Short(value, 3)}", value));
        foreach (BaselineDocument baseline in baselines)
        {
            if (baseline.Metrics.Find(metric) is { } level && double.IsFinite(level) && level > 0 && lines.TrueForAll(other => Math.Abs(other.Value - level) > Distinguishable))
                lines.Add(new($"{Escape.Middle(baseline.Name, 16)}{suffix} {NumberText.Short(level, 3)}", level));
        }
        return lines;
    }

    /// <summary>The baselines that hold for all of the runs: those that every run has with the same values. How long a fit took is left aside.</summary>
    public static IReadOnlyList<BaselineDocument> Shared(IReadOnlyList<RunView> runs) =>
        [.. runs[0].Document.Baselines.Where(baseline => runs.All(run => SameData(run.Document.Data, runs[0].Document.Data) && run.Document.Baselines.Any(other => Same(baseline, other))))];

    static bool SameData(DataDocument a, DataDocument b) =>
        a.Name == b.Name && a.Train == b.Train && a.Validation == b.Validation && a.Classes.SequenceEqual(b.Classes, StringComparer.Ordinal)
        && Sorted(a.Fingerprints).SequenceEqual(Sorted(b.Fingerprints));

    static IEnumerable<KeyValuePair<string, string>> Sorted(IReadOnlyDictionary<string, string>? fingerprints) =>
        (fingerprints ?? new Dictionary<string, string>(StringComparer.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal);

    static bool Same(BaselineDocument a, BaselineDocument b) => a.Name == b.Name && Metrics(a).SequenceEqual(Metrics(b));

    static IEnumerable<KeyValuePair<string, double>> Metrics(BaselineDocument baseline) =>
        baseline.Metrics.Where(entry => entry.Key != "seconds").OrderBy(entry => entry.Key, StringComparer.Ordinal);
}
