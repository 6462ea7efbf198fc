using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Losses and metrics by epoch, with what simple predictors reach drawn in.</summary>
static class CurveSection
{
    static readonly string[] Together = [MetricNames.F1, MetricNames.Precision, MetricNames.Recall, MetricNames.AveragePrecision];

    public static void Write(Page page, RunView run)
    {
        if (run.Document.Epochs.Count == 0)
            return;
        page.Section("Loss and metrics", "Means over examples. Dashed lines: what simple predictors reach: the class frequencies alone, the majority answer, a bag of words.", () =>
        {
            page.Add("<div class=\"grid two\">");
            foreach (Figure figure in Figures(run))
                page.Add(figure.ToHtml());
            page.Add("</div>");
        });
    }

    /// <summary>The loss with the prior's entropy, the accuracy with the majority's: alone, the picture of a run.</summary>
    public static Figure Loss(RunView run) => Curve(run, MetricNames.Loss, "Loss", References(run, MetricNames.Loss, run.Document.Data.PriorEntropy, "prior"));

    public static Figure Accuracy(RunView run) => Curve(run, MetricNames.Accuracy, "Accuracy", References(run, MetricNames.Accuracy, run.Document.Data.MajorityAccuracy, "majority"));

    static IEnumerable<Figure> Figures(RunView run)
    {
        yield return Loss(run);
        string[] names = [.. run.Document.Epochs.SelectMany(epoch => epoch.Train.Concat(epoch.Validation)).Select(entry => entry.Key).Distinct(StringComparer.Ordinal)];
        if (names.Contains(MetricNames.Accuracy))
            yield return Accuracy(run);
        string[] shared = [.. Together.Where(names.Contains)];
        if (shared.Length > 0)
            yield return Several(run, shared);
        foreach (string name in names.Except([MetricNames.Loss, MetricNames.Accuracy, .. Together]))
            yield return Curve(run, name, name, References(run, name, null, ""));
        if (run.Record is null)
            yield break;
        foreach ((RecordRows rows, string series, int color) in new[] { (run.Record.Steps, "train", 0), (run.Record.Validation, "validation", 1) })
        {
            Distribution[] batches = run.ByEpoch(rows, new("loss", series, MetricNames.Loss));
            if (batches.Any(value => value.Count > 1))
                yield return Fan(run, series, batches, color);
        }
    }

    static Figure Fan(RunView run, string series, Distribution[] batches, int color) => new(
        new()
        {
            Title = $"Loss of the {series} batches",
            Subtitle = "median, quartiles, 5–95 %, extremes",
            Labels = false,
            Fans = [new(series, run.Epochs, batches, color)],
            YRange = FanRange.Linear([batches]),
            References = run.Document.Data.PriorEntropy is { } prior ? [new($"prior {NumberText.Short(prior, 3)}", prior)] : [],
            Height = 250,
        },
        [new("epoch", run.Epochs), .. FigureColumn.Fan(batches, color)]);

    static Figure Curve(RunView run, string metric, string title, IReadOnlyList<ChartReference> references)
    {
        List<ChartLine> lines = [];
        foreach ((bool train, string name, int color) in new[] { (true, "train", 0), (false, "validation", 1) })
        {
            double[] values = run.Series(train, metric);
            if (values.Any(double.IsFinite))
                lines.Add(new(name, run.Epochs, values, color));
        }
        return new(
            new() { Title = title, Lines = lines, References = references, Marks = Kept(run) },
            [new("epoch", run.Epochs), .. lines.Select(line => new FigureColumn(line.Name, line.Y, line.Color, "line"))]);
    }

    static Figure Several(RunView run, string[] metrics)
    {
        ChartLine[] lines = [.. metrics.Select((metric, i) => new ChartLine(Name(metric), run.Epochs, run.Series(train: false, metric), i == 0 ? 1 : i + 1))
            .Where(line => line.Y.Any(double.IsFinite))];
        return new(
            new() { Title = "Finding the positive class", Subtitle = "validation", Lines = lines, YRange = (0, 1), References = References(run, MetricNames.F1, null, ""), Marks = Kept(run) },
            [new("epoch", run.Epochs), .. lines.Select(line => new FigureColumn(line.Name, line.Y, line.Color, "line"))]);
    }

    static List<ChartReference> References(RunView run, string metric, double? known, string knownName) =>
        BaselineLines.Of(run.Document.Baselines, metric, known, knownName, metric == MetricNames.F1 ? " F1" : "");

    static ChartMark[] Kept(RunView run) => run.Document.Best is { } best && run.Document.Epochs.Count > 1 ? [new($"kept: epoch {best.Epoch}", best.Epoch)] : [];

    static string Name(string metric) => metric switch
    {
        MetricNames.F1 => "F1",
        MetricNames.AveragePrecision => "avg precision",
        _ => metric,
    };
}
