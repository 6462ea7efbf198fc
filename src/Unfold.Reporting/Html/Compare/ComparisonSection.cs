using System.Globalization;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Several runs on the same axes: one table, one colour a run, every parameter's gradient beside its namesakes.</summary>
static class ComparisonSection
{
    public static void Write(Page page, IReadOnlyList<RunView> runs)
    {
        page.Add($"<header><div class=\"bar\"><h1>{runs.Count} runs side by side</h1><button id=\"theme\" type=\"button\" hidden>Light / dark</button></div></header>");
        page.Add("<div class=\"verdict runs\">");
        for (int i = 0; i < runs.Count; i++)
            page.Add($"<p><span class=\"swatch\" style=\"background:var(--c{i % 8})\"></span><strong>{Escape.Text(runs[i].Label)}</strong> {Escape.Text(runs[i].Verdict.FirstOrDefault())}</p>");
        page.Add("</div>");
        IReadOnlyList<BaselineDocument> baselines = BaselineLines.Shared(runs);
        page.Section("The runs", baselines.Count > 0 ? "Values of the kept epoch on validation. Below the runs: what simple predictors reach on the same data." : "Values of the kept epoch on validation.", () => page.Add(RunTable(runs, baselines)));
        page.Section("Validation by epoch", "One colour a run. Dashed lines: what simple predictors reach on validation: the class frequencies alone, the majority answer, a bag of words.", () =>
        {
            page.Add("<div class=\"grid two\">");
            foreach ((string metric, string title, bool train) in new[]
            {
                (MetricNames.Loss, "Validation loss", false), (MetricNames.Loss, "Training loss", true), (MetricNames.Accuracy, "Validation accuracy", false),
                (MetricNames.F1, "F1", false), (MetricNames.MacroF1, "Macro F1", false), (MetricNames.AveragePrecision, "Average precision", false),
            })
            {
                if (Overlay(runs, title, run => run.Series(train, metric), References(runs, train ? [] : baselines, metric)) is { } figure)
                    page.Add(figure.ToHtml());
            }
            page.Add("</div>");
        });
        string[] names = [.. runs.SelectMany(run => run.Parameters).Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal)];
        if (names.Length > 0)
            page.Section("Gradient norms", "Medians by epoch, on one scale for all parameters.", () => WriteGradients(page, runs, names));
        foreach (RunView run in runs.Where(run => run.Document.Findings.Count > 0))
            page.Section($"Findings: {run.Label}", "", () => page.Add(Summary.FindingsHtml(run.Document.Findings)));
    }

    static void WriteGradients(Page page, IReadOnlyList<RunView> runs, string[] names)
    {
        (double, double) range = FanRange.Log(runs.SelectMany(run => run.Parameters).Select(parameter =>
            (IReadOnlyList<Distribution>)[.. parameter.Norm.Values.Select(value => value with { Min = value.P50, P5 = value.P50, P25 = value.P50, P95 = value.P50, Max = value.P50 })]));
        page.Add("<div class=\"grid four\">");
        foreach (string name in names)
        {
            if (Overlay(runs, Escape.Middle(name, 28), run => run.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Norm.Medians ?? [], []) is { } figure)
                page.Add((figure with { Chart = (SvgChart)figure.Chart with { Width = 300, Height = 190, Labels = false, LogY = true, YRange = range } }).ToHtml());
        }
        page.Add("</div>");
    }

    static Figure? Overlay(IReadOnlyList<RunView> runs, string title, Func<RunView, double[]> values, IReadOnlyList<ChartReference> references)
    {
        List<ChartLine> lines = [];
        for (int i = 0; i < runs.Count; i++)
            lines.Add(FigureKit.Numbered(Escape.Middle(runs[i].Label, 24), runs[i].Epochs, values(runs[i]), i));
        return FigureKit.Lines($"compare:{title}", new() { Title = title, References = references }, lines);
    }

    static List<ChartReference> References(IReadOnlyList<RunView> runs, IReadOnlyList<BaselineDocument> baselines, string metric)
    {
        (Func<DataDocument, double?> value, string name) = metric switch
        {
            MetricNames.Loss => (data => data.PriorEntropy, "prior"),
            MetricNames.Accuracy => (data => data.MajorityAccuracy, "majority"),
            _ => ((Func<DataDocument, double?>)(_ => null), ""),
        };
        double?[] levels = [.. runs.Select(run => value(run.Document.Data)).Distinct()];
        return BaselineLines.Of(baselines, metric, levels is [{ } level] ? level : null, name);
    }

    static string RunTable(IReadOnlyList<RunView> runs, IReadOnlyList<BaselineDocument> baselines) => TableSections.Table(
        ["run", "parameters", "kept epoch", "accuracy", "F1", "loss", "test accuracy", "s / epoch", "peak memory", "findings"],
        runs.Select(run =>
        {
            RunDocument document = run.Document;
            MetricValues best = document.Best?.Validation ?? [];
            return (string[])[
                run.Label,
                NumberText.Count(document.Model.Parameters),
                document.Best is { } kept ? $"{kept.Epoch.ToString(CultureInfo.InvariantCulture)} of {document.Epochs.Count}" : "",
                TableSections.Format(MetricNames.Accuracy, best.Accuracy),
                TableSections.Format(MetricNames.F1, best.F1 ?? best.Find(MetricNames.MacroF1)),
                TableSections.Format(MetricNames.Loss, best.Loss),
                TableSections.Format(MetricNames.Accuracy, document.Test?.Accuracy),
                NumberText.Short(document.Speed.SecondsPerEpoch, 3),
                document.Speed.PeakMemoryBytes > 0 ? NumberText.Bytes(document.Speed.PeakMemoryBytes) : "",
                string.Join(" ", document.Findings.Select(finding => finding.Id)),
            ];
        }).Concat(baselines.Select(baseline => (string[])[
            baseline.Name,
            "",
            "",
            TableSections.Format(MetricNames.Accuracy, baseline.Metrics.Accuracy),
            TableSections.Format(MetricNames.F1, baseline.Metrics.F1 ?? baseline.Metrics.Find(MetricNames.MacroF1)),
            TableSections.Format(MetricNames.Loss, baseline.Metrics.Loss),
            "",
            "",
            "",
            "",
        ])),
        row => row < runs.Count ? "" : "baseline");
}
