using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Losses and metrics by epoch, with what simple predictors reach drawn in.</summary>
static class CurveSection
{
    static readonly string[] Together = [MetricNames.F1, MetricNames.Precision, MetricNames.Recall, MetricNames.AveragePrecision];

    public static Section Of(RunView run)
    {
        Section section = new("metrics", "Metrics and losses", "Means over examples. Dashed lines: what simple predictors reach: the class frequencies alone, the majority answer, a bag of words.");
        string[] names = [.. run.Document.Epochs.SelectMany(epoch => epoch.Train.Concat(epoch.Validation)).Select(entry => entry.Key).Distinct(StringComparer.Ordinal)];
        List<Figure?> figures = [];
        if (names.Contains(MetricNames.Accuracy) && !Overview.HasAccuracy(run))
            figures.Add(Accuracy(run));
        string[] shared = [.. Together.Where(names.Contains)];
        if (shared.Length > 0)
            figures.Add(Several(run, shared));
        foreach (string name in names.Except([MetricNames.Loss, MetricNames.Accuracy, .. Together, .. TagSection.Drawn(run)]))
            figures.Add(Curve(run, name, name, name, References(run, name, null, "")));
        figures.AddRange(Pushed(run, names));
        figures.Add(Batches(run, "train", RecordTable.Step, 0));
        figures.Add(Batches(run, "validation", RecordTable.Validation, 1));
        return section.Add("two", figures);
    }

    /// <summary>The loss with the prior's entropy, the accuracy with the majority's: alone, the picture of a run.</summary>
    public static Figure? Loss(RunView run) => Curve(run, "loss", MetricNames.Loss, "Loss", References(run, MetricNames.Loss, run.Document.Data.PriorEntropy, "prior"));

    public static Figure? Accuracy(RunView run) => run.Document.Epochs.All(epoch => epoch.Validation.Accuracy is null && epoch.Train.Accuracy is null) ? null : Curve(run, "accuracy", MetricNames.Accuracy, "Accuracy", References(run, MetricNames.Accuracy, run.Document.Data.MajorityAccuracy, "majority"));

    /// <summary>Metrics that the user pushed and that the run's document does not hold.</summary>
    static IEnumerable<Figure?> Pushed(RunView run, string[] known) =>
        run.Seen.Statistics("loss", "train").Concat(run.Seen.Statistics("loss", "validation")).Distinct(StringComparer.Ordinal).Except([MetricNames.Loss, .. known])
            .Select(name => FigureKit.Lines($"pushed:{name}", new() { Title = name, Height = 250 }, [run.Line("loss", "train", name, "train", 0), run.Line("loss", "validation", name, "validation", 1)]));

    static Figure? Batches(RunView run, string series, RecordTable table, int color)
    {
        if (run.Seen.Fan("loss", series, MetricNames.Loss, table) is not { } batches || batches.Values.All(value => value.Count <= 1))
            return null;
        return FigureKit.Fan($"loss-batches:{series}", new()
        {
            Title = $"Loss of the {series} batches",
            Subtitle = "median, quartiles, 5–95 %, extremes",
            YRange = FanRange.Linear([batches.Values]),
            References = run.Document.Data.PriorEntropy is { } prior ? [new($"prior {NumberText.Short(prior, 3)}", prior)] : [],
            Flags = series == "train" ? SpikeMarks.Of(run, batches) : [],
            Height = 250,
        }, run, batches, color, dots: true);
    }

    static Figure? Curve(RunView run, string id, string metric, string title, IReadOnlyList<ChartReference> references) => FigureKit.Lines(
        id,
        new() { Title = title, References = references, Marks = Kept(run) },
        [new("train", run.Epochs, run.Series(train: true, metric), 0), new("validation", run.Epochs, run.Series(train: false, metric), 1)]);

    static Figure? Several(RunView run, string[] metrics) => FigureKit.Lines(
        "positive",
        new() { Title = "Finding the positive class", Subtitle = "validation", YRange = (0, 1), References = References(run, MetricNames.F1, null, ""), Marks = Kept(run) },
        metrics.Select((metric, i) => new ChartLine(Name(metric), run.Epochs, run.Series(train: false, metric), i == 0 ? 1 : i + 1)));

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
