using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>How long a layer can remember, by its gates, and how far back the answer really looks.</summary>
static class MemorySection
{
    const int Bins = 24;

    public static Section Of(RunView run)
    {
        Section section = new("memory", "Memory", "τ = 1 / (1 − mean forget gate) is how many steps a unit keeps what it holds; behind it, in grey, how long the texts are. Where τ stays far left of the lengths, the first words are gone when the answer is given. The last chart takes words away from the start: how much the answer moves.");
        string[] layers = [.. run.Seen.Series("memory").Where(name => name != "output")];
        foreach (string layer in layers)
        {
            section.Add("two", [
                Histogram(run, layer),
                FigureKit.Lines($"memory:{layer}", new() { Title = "Memory in steps", LogY = true }, [run.Line("memory", layer, "tauMedian", "median τ", 0), run.Line("memory", layer, "halfLife", "half-life", 1)]),
                Bias(run, layer),
                layer == layers[^1] ? Change(run) : null,
            ], layer);
        }
        return layers.Length == 0 ? section.Add("two", [Change(run)]) : section;
    }

    static Figure? Histogram(RunView run, string layer)
    {
        IReadOnlyList<RecordArray> ends = run.Seen.Ends("memory", layer, "tau");
        double[] all = [.. ends.SelectMany(array => array.Values).Select(value => (double)value).Where(value => value >= 1 && double.IsFinite(value))];
        if (all.Length == 0)
            return null;
        RecordArray? lengths = run.Seen.Last("time", "texts", "lengths");
        double longest = lengths is null ? 1 : Enumerable.Range(0, lengths.Columns).Where(column => lengths[0, column] > 0).Select(lengths.At).DefaultIfEmpty(1).Max();
        double high = Math.Max(Math.Max(all.Max() * 1.05, longest * 1.05), 10);
        double[] edges = [.. Enumerable.Range(0, Bins + 1).Select(i => Math.Pow(high, i / (double)Bins))];
        List<ChartBars> bars = [];
        if (lengths is not null)
        {
            double[] texts = Counts(edges, Enumerable.Range(0, lengths.Columns).Select(column => (lengths.At(column), (double)lengths[0, column])));
            double scale = ends[^1].Columns / Math.Max(1, texts.Sum());
            bars.Add(new("texts by length", edges[..^1], edges[1..], [.. texts.Select(count => count * scale)], 6) { Faint = true });
        }
        bars.AddRange(ends.Select((array, i) => new ChartBars($"epoch {array.Epoch}", edges[..^1], edges[1..], Counts(edges, array.Values.Select(value => ((double)value, 1.0))), i == ends.Count - 1 ? 0 : 1) { Faint = i < ends.Count - 1 }));
        return FigureKit.Histogram($"tau:{layer}", new() { Title = "τ of the units", LogX = true, FractionalX = true, XLabel = "steps", XRange = (1, high), Labels = false, YLabel = "units" }, bars, "τ", "units");
    }

    static double[] Counts(double[] edges, IEnumerable<(double At, double Weight)> values)
    {
        double[] counts = new double[edges.Length - 1];
        foreach ((double at, double weight) in values.Where(value => double.IsFinite(value.At) && double.IsFinite(value.Weight)))
        {
            int bin = Array.FindLastIndex(edges, edge => at >= edge);
            if (bin >= 0 && bin < counts.Length)
                counts[bin] += weight;
        }
        return counts;
    }

    static Figure? Bias(RunView run, string layer)
    {
        if (run.Seen.Line("memory", layer, "biasMean") is not { } mean)
            return null;
        double[] spread = run.Seen.Line("memory", layer, "biasSpread") ?? new double[mean.Length];
        double[] low = [.. mean.Zip(spread, (m, s) => m - s)], high = [.. mean.Zip(spread, (m, s) => m + s)];
        Figure? figure = FigureKit.Lines($"forget-bias:{layer}", new()
        {
            Title = "Forget bias, both vectors added",
            Subtitle = "mean ± standard deviation over units",
            References = [new("1, often advised", 1)],
            Areas = [new("", run.Epochs, low, high, 0)],
        }, [new("mean", run.Epochs, mean, 0)]);
        return figure is null ? null : figure with { Columns = [.. figure.Columns, new("low", low, 0, "low"), new("high", high, 0, "high")] };
    }

    static Figure? Change(RunView run) => FigureKit.Lines(
        "output-change",
        new() { Title = "How far back the answer looks", Subtitle = "mean |change of the logit| without older words", XLabel = "words kept before the last one" },
        run.Seen.Ends("memory", "output", "change").Select((array, i) => new ChartLine($"epoch {array.Epoch}", [.. Enumerable.Range(0, array.Columns).Select(array.At)], [.. array.Values.Select(value => (double)value)], i == 0 ? 6 : 0)),
        "lag");
}
