namespace Unfold.Inspection;

/// <summary>What is judged of a run's steps: those after the warm-up, where there are enough of them.</summary>
static class Judged
{
    /// <summary>A series of steps without the warm-up; nothing where a window of them is not left.</summary>
    public static NumberSeries? Steps(RunEvidence run, string lens, string series, string statistic)
    {
        NumberSeries judged = run.Steps(lens, series, statistic).After(run.Limit("warmUp"));
        return judged.Count < run.Limit("window") ? null : judged;
    }

    /// <summary>Parameters of two axes that were watched: biases are small and start near nothing, ratios of theirs mean little.</summary>
    public static IReadOnlyList<string> Weights(RunEvidence run)
    {
        Dictionary<string, int> axes = (run.Run.Model.Tensors ?? []).ToDictionary(tensor => tensor.Name, tensor => tensor.Shape.Count, StringComparer.Ordinal);
        return [.. run.Parameters.Where(name => axes.TryGetValue(name, out int count) ? count > 1 : !name.Contains("bias", StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>The medians of a statistic of every weight, over the steps after the warm-up; without those that were not measured often enough.</summary>
    public static IReadOnlyList<(string Name, double Median)> Medians(RunEvidence run, string lens, string statistic) =>
    [
        .. Weights(run).Select(name => (name, median: Steps(run, lens, name, statistic)?.Median))
            .Where(entry => entry.median is { } median && double.IsFinite(median))
            .Select(entry => (entry.name, entry.median!.Value)),
    ];

    /// <summary>The mean of the finite numbers; nothing where there is none.</summary>
    public static double? Mean(NumberSeries series) => series.Values.Where(double.IsFinite).Select(value => (double?)value).Average();
}
