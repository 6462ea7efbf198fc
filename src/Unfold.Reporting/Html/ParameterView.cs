using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What the record says about one parameter, an epoch at a time.</summary>
sealed record ParameterView(string Name, long Elements, Distribution[] Norm, Distribution[] Cosine, ChartDots NormDots)
{
    const int MostDots = 240;

    /// <summary>The block of the model it belongs to, for grouping: the layer, and whether it is recurrent.</summary>
    public string Group => Name.Contains("_ih_", StringComparison.Ordinal) || Name.Contains("_hh_", StringComparison.Ordinal) ? "recurrent" : "other";

    public static IReadOnlyList<ParameterView> All(RunDocument document, RecordFile record)
    {
        List<ParameterView> all = [];
        RecordRows steps = record.Steps;
        foreach (RecordColumn norm in steps.Columns.Where(column => column.Key is { Lens: "gradients", Statistic: "norm", Series: not "all" }))
        {
            RecordColumn? cosine = steps.Find(norm.Key with { Statistic = "cosine" });
            all.Add(new(
                norm.Key.Series,
                document.Gradients.TryGetValue(norm.Key.Series, out GradientDocument? gradient) ? gradient.Elements : 0,
                [.. document.Epochs.Select(epoch => Distribution.Of(steps.InEpoch(norm, epoch.Epoch)))],
                cosine is null ? [] : [.. document.Epochs.Select(epoch => Distribution.Of(steps.InEpoch(cosine, epoch.Epoch)))],
                Dots(steps, norm)));
        }
        return all;
    }

    /// <summary>Some of the steps, evenly chosen, each at its place within its epoch.</summary>
    static ChartDots Dots(RecordRows steps, RecordColumn column)
    {
        Dictionary<int, (int First, int Count)> epochs = [];
        for (int row = 0; row < steps.Count; row++)
        {
            (int first, int count) = epochs.GetValueOrDefault(steps.Epochs[row], (row, 0));
            epochs[steps.Epochs[row]] = (first, count + 1);
        }
        int every = Math.Max(1, steps.Count / MostDots);
        (List<double> x, List<double> y) = ([], []);
        for (int row = 0; row < steps.Count; row += every)
        {
            if (!column.Has(row))
                continue;
            (int first, int count) = epochs[steps.Epochs[row]];
            x.Add(steps.Epochs[row] - 0.5 + (row - first + 0.5) / count);
            y.Add(column.Values[row]);
        }
        return new(x, y, 0);
    }
}
