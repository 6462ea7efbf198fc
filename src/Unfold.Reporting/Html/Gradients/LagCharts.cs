using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Cosines of gradients several steps apart: a bar for each lag, first epoch beside the last.</summary>
static class LagCharts
{
    const string Lens = "autocorrelation";
    const double Widest = 0.43;

    public static Section AddTo(Section section, RunView run)
    {
        string[] names = [.. run.Seen.Series(Lens, "cosine")];
        if (names.Length == 0)
            return section;
        double range = Range(run, names);
        section.Add("two", [Bars(run, "all", new() { Height = 240 }, range), ByEpoch(run)], "Steps further apart",
            "Mean cosine of two gradients one to ten steps apart. Bars that fall slowly: steps keep a direction. Up and down in turns: they jump across a valley; a smaller step size or less momentum helps, if the loss does not fall. The grey band is ±3 times the spread of a single pair if it were even noise; a net’s own noise is less even, and wider.");
        return section.Add("four", names.Where(name => name != "all").Select(name => Bars(run, name, FigureKit.Small, range)));
    }

    /// <summary>One scale for all, wide enough for every bar and, up to a third, for the bands; its ends are round numbers.</summary>
    static double Range(RunView run, string[] names)
    {
        double[] bars = [.. names.SelectMany(name => run.Seen.Ends(Lens, name, "cosine")).SelectMany(array => array.Values).Where(float.IsFinite).Select(value => Math.Abs((double)value))];
        double bands = names.Select(name => Band(run, name)).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        double least = Math.Max(bars.DefaultIfEmpty(0).Max(), Math.Min(bands, 1.0 / 3));
        return new[] { 0.05, 0.1, 0.2, 0.5, 1 }.FirstOrDefault(end => end >= least, 1);
    }

    static double Band(RunView run, string name) => 3 * (run.Seen.Line(Lens, name, "noise")?.LastOrDefault(double.IsFinite, double.NaN) ?? double.NaN);

    static Figure? Bars(RunView run, string name, SvgChart look, double range)
    {
        IReadOnlyList<RecordArray> ends = run.Seen.Ends(Lens, name, "cosine");
        if (!ends.Any(array => array.Values.Any(float.IsFinite)))
            return null;
        double[] lags = [.. Enumerable.Range(0, ends.Max(array => array.Columns)).Select(ends[^1].At)];
        double[] Values(RecordArray array) => [.. lags.Select((_, i) => i < array.Columns ? array[0, i] : double.NaN)];
        double width = 2 * Widest / ends.Count, band = Band(run, name);
        RecordArray? pairs = run.Seen.Last(Lens, name, "pairs");
        return new(
            $"gradient-lags:{name}",
            look with
            {
                Title = name == "all" ? "All parameters together" : Escape.Middle(name, 28),
                XLabel = "steps apart",
                XRange = (lags[0] - 0.6, lags[^1] + 0.6),
                YRange = (-range, range),
                Bands = double.IsFinite(band) ? [new("", -Math.Min(band, range), Math.Min(band, range))] : [],
                Guides = [new([lags[0] - 0.6, lags[^1] + 0.6], [0, 0])],
                Bars = [.. ends.Select((array, i) => new ChartBars(
                    $"epoch {array.Epoch}", [.. lags.Select(lag => lag - Widest + (i * width))], [.. lags.Select(lag => lag - Widest + ((i + 1) * width))], Values(array), i == ends.Count - 1 ? 4 : 6))],
            },
            [
                new("lag", lags),
                .. ends.Select((array, i) => new FigureColumn($"epoch {array.Epoch}", Values(array), i == ends.Count - 1 ? 4 : 6, i == ends.Count - 1 ? "bar" : "line")),
                .. pairs is null ? [] : new FigureColumn[] { new("pairs", Values(pairs)) },
                .. double.IsFinite(band) ? new FigureColumn[] { new("3 times the spread of noise", [.. lags.Select(_ => band)]) } : [],
            ]);
    }

    static Figure? ByEpoch(RunView run)
    {
        IReadOnlyList<RecordArray> arrays = run.Seen.Arrays(Lens, "all", "cosine");
        return FigureKit.Lines(
            "gradient-lags-by-epoch",
            new() { Title = "All parameters together, by epoch", Height = 240 },
            new[] { 1, 2, 5, 10 }.Select((lag, i) => new ChartLine($"lag {lag}", [.. arrays.Select(array => (double)array.Epoch)], [.. arrays.Select(array => lag <= array.Columns ? array[0, lag - 1] : double.NaN)], i)));
    }
}
