using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The hidden states: where their values lie, which units are stuck at an end and which give nothing.</summary>
static class StateSection
{
    public static Section Of(RunView run)
    {
        Section section = new("states", "Hidden states", "A saturated unit (|h| above 0.95; in an LSTM |tanh c|) lets no gradient through; a dead one gives nothing in a whole epoch. They are different faults and are counted apart. Colour of the map: how often a value occurs, as log(1 + count).");
        foreach (string layer in run.Seen.Series("states"))
        {
            section.Add("two", [Histogram(run, layer), Areas(run, layer)], layer);
            section.Add("two", [Units(run, layer), Lines(run, layer), FigureKit.Lines($"state-revived:{layer}", new() { Title = "Units that were dead and live again", Height = 190 }, [Revived(run, layer)])]);
        }
        return section;
    }

    static Figure? Histogram(RunView run, string layer)
    {
        IReadOnlyList<RecordArray> all = run.Seen.Arrays("states", layer, "histogram");
        if (all.Count == 0 || all.Any(array => array.Columns != all[0].Columns))
            return null;
        RecordArray last = all[^1]; // ReLU's bins grow with its largest value; the axis is the last epoch's
        return FigureKit.Heat($"state-histogram:{layer}", new SvgHeatMap
        {
            Title = "Values of h",
            Subtitle = "log₁₀(1 + count)",
            Height = 300,
            XLabel = "epoch",
            Rows = [.. Enumerable.Range(0, last.Columns).Reverse().Select(bin => last.At(bin))],
            Start = all[0].Epoch,
            Values = [.. Enumerable.Range(0, last.Columns).Reverse().Select(bin => (IReadOnlyList<double>)[.. all.Select(array => array[0, bin] > 0 ? Math.Log10(1 + array[0, bin]) : double.NaN)])],
        }, "h");
    }

    static Figure? Areas(RunView run, string layer)
    {
        if (run.Seen.Line("states", layer, "saturated") is not { } saturated)
            return null;
        double[] dead = run.Seen.Line("states", layer, "dead") ?? new double[saturated.Length];
        return FigureKit.Stack($"state-kinds:{layer}", new() { Title = "Dead, at work, saturated", YRange = (0, 1) }, run.Epochs, [
            ("dead", dead, 6),
            ("at work", [.. saturated.Zip(dead, (s, d) => Math.Max(0, 1 - s - d))], 2),
            ("saturated", saturated, 7),
        ]);
    }

    static Figure? Units(RunView run, string layer)
    {
        IReadOnlyList<RecordArray> all = run.Seen.Arrays("states", layer, "units");
        if (all.Count == 0)
            return null;
        int units = all.Max(array => array.Columns);
        int[] order = [.. Enumerable.Range(0, units).OrderByDescending(unit => unit < all[^1].Columns ? all[^1][0, unit] : 0)];
        return FigureKit.Heat($"state-units:{layer}", new SvgHeatMap
        {
            Title = "Largest |h| of each unit in the epoch",
            Subtitle = "sorted by the last epoch; white: nothing at all",
            Height = 300,
            XLabel = "epoch",
            YLabel = "unit",
            Rows = [.. order.Select(unit => (double)unit)],
            Start = all[0].Epoch,
            Range = (0, Math.Max(1, all.SelectMany(array => array.Values).Where(float.IsFinite).DefaultIfEmpty(1).Max())),
            Values = [.. order.Select(unit => (IReadOnlyList<double>)[.. all.Select(array => unit < array.Columns && array[0, unit] > 0 ? array[0, unit] : double.NaN)])],
        }, "unit");
    }

    static ChartLine? Revived(RunView run, string layer) => run.Line("states", layer, "revived", "revived", 2) is { } line && line.Y.Any(value => value > 0) ? line : null;

    static Figure? Lines(RunView run, string layer) => FigureKit.Lines($"state-lines:{layer}", new() { Title = "Shares and mean slope", YRange = (0, 1) }, [
        run.Line("states", layer, "slope", "mean slope", 0),
        run.Line("states", layer, "saturated", "saturated", 7),
        run.Line("states", layer, "preactivation", "|z| above 3", 1),
        run.Line("states", layer, "dead", "dead", 6),
    ]);
}
