using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What padding that is read as words does to the state that the answer is made of.</summary>
static class PaddingSection
{
    public static Section Of(RunView run)
    {
        Section section = new("padding", "Padding", "Each dot is a text’s state in the plane of its two principal components, coloured by its label: left at its last real word, right where the model reads it, after the padding. What was apart and lies together now was forgotten on the way.");
        section.Html(InWords(run));
        string[] layers = [.. run.Seen.Series("padding").Where(name => name != "texts")];
        foreach (string layer in layers)
            section.Add("two", [Scatter(run, layer, "atLength", "At the last real word"), Scatter(run, layer, "atEnd", "Where the model reads it")], layer);
        section.Add("three", [
            Counts(run),
            .. layers.SelectMany(layer => (Figure?[])[
                FigureKit.Lines($"padding:{layer}", FigureKit.Third with { Title = "From the last word to the end" }, [
                    run.Line("padding", layer, "drift", "drift", 0),
                    run.Line("padding", layer, "variance", "variance left", 1),
                    run.Line("padding", layer, "changed", "answers moved", 2),
                ]),
            ]),
        ]);
        return section;
    }

    static string InWords(RunView run)
    {
        double Last(string series, string statistic) => run.Seen.Line("padding", series, statistic)?.LastOrDefault(double.IsFinite, double.NaN) ?? double.NaN;
        (double share, double behind) = (Last("texts", "share"), Last("texts", "behind"));
        if (!double.IsFinite(share))
            return "";
        string text = $"<b>{NumberText.Percent(share, 1)}</b> of all positions are padding; half of the texts have <b>{NumberText.Short(behind, 3)}</b> pads or more behind their last word.";
        foreach (string layer in run.Seen.Series("padding", "variance"))
        {
            double left = Last(layer, "variance");
            if (double.IsFinite(left))
                text += $" In {Escape.Text(layer)}, <b>{NumberText.Percent(left, 0)}</b> of what told the texts apart at the last word is left at the end.";
        }
        return $"<p class=\"aside\">{text}</p>";
    }

    static Figure? Counts(RunView run) => run.Seen.Last("padding", "texts", "counts") is not { } counts ? null
        : FigureKit.Histogram(
            "pads",
            FigureKit.Third with { Title = "Texts by pads behind the last word", Labels = false, XLabel = "pads" },
            [new("texts", Edges(counts, -0.5), Edges(counts, 0.5), [.. counts.Values.Select(value => (double)value)], 6)],
            "pads",
            "texts");

    static double[] Edges(RecordArray array, double side) => [.. Enumerable.Range(0, array.Columns).Select(column => array.At(column) + side * array.Spacing)];

    static Figure? Scatter(RunView run, string layer, string statistic, string title)
    {
        if (run.Seen.Last("padding", layer, statistic) is not { Rows: >= 3 } array)
            return null;
        IReadOnlyList<string> classes = run.Document.Data.Classes;
        var byLabel = Enumerable.Range(0, array.Columns).GroupBy(column => array[2, column]).OrderBy(group => group.Key).ToArray();
        return FigureKit.Points(
            $"states-{statistic}:{layer}",
            new() { Title = $"{title}, epoch {array.Epoch}", Height = 360, XLabel = "first principal component", YLabel = "second", XRange = Range(run, layer, 0), YRange = Range(run, layer, 1) },
            [.. byLabel.Select((group, i) => new ChartPoints(
                Escape.Middle(group.Key >= 0 && group.Key < classes.Count ? classes[(int)group.Key] : $"{group.Key}", 14),
                [.. group.Select(column => (double)array[0, column])],
                [.. group.Select(column => (double)array[1, column])],
                i % 8) { Radius = 2.6 })],
            "component 1",
            "component 2");
    }

    /// <summary>Both charts of a layer share their axes: how far apart states lie is what they tell.</summary>
    static (double Low, double High)? Range(RunView run, string layer, int row)
    {
        double[] values = [.. new[] { "atLength", "atEnd" }.Select(name => run.Seen.Last("padding", layer, name)).OfType<RecordArray>()
            .SelectMany(array => Enumerable.Range(0, array.Columns).Select(column => (double)array[row, column])).Where(double.IsFinite)];
        return values.Length == 0 ? null : AxisScale.Around(values);
    }
}
