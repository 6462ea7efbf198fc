using System.Globalization;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Several runs on the same axes: one table, one colour a run, every parameter's gradient beside its namesakes.</summary>
static class ComparisonSection
{
    static readonly (string Metric, string Title, bool Train)[] Curves =
    [
        (MetricNames.Loss, "Validation loss", false), (MetricNames.Loss, "Training loss", true), (MetricNames.Accuracy, "Validation accuracy", false),
        (MetricNames.F1, "F1", false), (MetricNames.MacroF1, "Macro F1", false), (MetricNames.AveragePrecision, "Average precision", false),
    ];

    public static void Write(Page page, IReadOnlyList<RunView> runs)
    {
        IReadOnlyList<RunGroup> groups = RunGroup.Of(runs);
        page.Add($"<header><div class=\"bar\"><h1>{runs.Count} runs side by side</h1><button id=\"theme\" type=\"button\" hidden>Light / dark</button></div></header>");
        page.Add("<div class=\"verdict runs\">");
        foreach (RunGroup group in groups)
            page.AddLast(() => $"<p><span class=\"swatch\" style=\"background:var(--c{group.Number % 8})\"></span><strong>{Escape.Text(group.Label)}</strong> {First(page, runs, group)}</p>");
        page.Add("</div>");
        IReadOnlyList<BaselineDocument> baselines = BaselineLines.Shared(runs);
        page.Section("The runs", baselines.Count > 0 ? "Values of the kept epoch on validation. Below the runs: what simple predictors reach on the same data." : "Values of the kept epoch on validation.", () => page.Add(RunTable(groups, baselines)));
        foreach (Section section in Sections(runs, groups, baselines).Where(section => !section.IsEmpty))
            section.Write(page);
        foreach (RunView run in runs.Where(run => run.Document.Findings.Count > 0))
            page.Section($"Findings: {Name(groups, run)}", "", () => page.AddLast(() => FindingsHtml.Of(page, run.Document.Findings, Prefix(runs, run))));
    }

    /// <summary>What the title of the page names.</summary>
    public static string Title(IReadOnlyList<RunView> runs) => string.Join(" · ", RunGroup.Of(runs).Select(group => group.Label));

    public static IEnumerable<Figure> Figures(IReadOnlyList<RunView> runs) => Sections(runs, RunGroup.Of(runs), BaselineLines.Shared(runs)).SelectMany(section => section.Figures);

    static IEnumerable<Section> Sections(IReadOnlyList<RunView> runs, IReadOnlyList<RunGroup> groups, IReadOnlyList<BaselineDocument> baselines)
    {
        bool seeds = groups.Any(group => group.Runs.Count > 1);
        string colours = seeds ? "One colour a recipe: the median of its seeds, and a band from the least to the most. " : "One colour a run. ";
        yield return new Section("curves", "Validation by epoch", colours + "Dashed lines: what simple predictors reach on validation: the class frequencies alone, the majority answer, a bag of words.")
            .Add("two", Curves.Select(curve => Overlay(groups, $"compare-{(curve.Train ? "train" : "validation")}-{curve.Metric}", new() { Title = curve.Title, References = References(runs, curve.Train ? [] : baselines, curve.Metric) }, run => run.Series(curve.Train, curve.Metric))));
        yield return ComparisonTime.Of(runs, groups);
        yield return new Section("steps", "Size of the steps", "Medians over the steps of each epoch.").Add("two", [
            Overlay(groups, "compare-gradient-norm", new() { Title = "Gradient norm, all parameters", LogY = true }, run => run.Seen.Fan("gradients", "all", "norm")?.Medians ?? []),
            Overlay(groups, "compare-update-ratio", new() { Title = "Update ratio, median over tensors", LogY = true, Bands = [new("", 1e-4, 1e-2) { Color = 2 }] }, UpdateRatio),
        ]);
        string[] names = [.. runs.SelectMany(run => run.Parameters).Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal)];
        (double, double) range = FanRange.Log(runs.SelectMany(run => run.Parameters).Select(parameter =>
            (IReadOnlyList<Distribution>)[.. parameter.Norm.Values.Select(value => value with { Min = value.P50, P5 = value.P50, P25 = value.P50, P95 = value.P50, Max = value.P50 })]));
        yield return new Section("gradients", "Gradient norms", "Medians by epoch, on one scale for all parameters.").Add("four", names.Select(name => Overlay(
            groups,
            $"compare-gradient-norm:{name}",
            FigureKit.Small with { Title = Escape.Middle(name, 28), LogY = true, YRange = range },
            run => run.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Norm.Medians ?? [])));
    }

    /// <summary>A line a group, over epochs.</summary>
    public static Figure? Overlay(IReadOnlyList<RunGroup> groups, string id, SvgChart look, Func<RunView, double[]> values) =>
        Overlay(groups, id, look, run => (run.Epochs, values(run)), "epoch");

    /// <summary>A line a group, over any axis; where a group has several runs, a band around it, and the runs in the table.</summary>
    public static Figure? Overlay(IReadOnlyList<RunGroup> groups, string id, SvgChart look, Func<RunView, (double[] X, double[] Y)> values, string x)
    {
        (ChartLine Line, ChartArea? Band)[] all = [.. groups.Select(group => group.Series(values))];
        ChartArea[] bands = [.. all.Select(one => one.Band).OfType<ChartArea>().Where(band => band.High.Any(double.IsFinite))];
        Figure? figure = FigureKit.Lines(id, look with { Areas = bands }, all.Select(one => one.Line), x);
        if (figure is null || bands.Length == 0)
            return figure;
        IReadOnlyList<double> places = figure.Columns[0].Values;
        FigureColumn Column(string name, IReadOnlyList<double> at, IReadOnlyList<double> numbers, int? color, string role) =>
            new(name, [.. places.Select(place => Enumerable.Range(0, at.Count).Where(i => at[i] == place && i < numbers.Count).Select(i => numbers[i]).FirstOrDefault(double.NaN))], color, role);
        return figure with
        {
            Columns =
            [
                .. figure.Columns,
                .. all.Where(one => one.Band is not null).SelectMany(one => new[] { Column(one.Line.Name + ": least", one.Band!.X, one.Band.Low, one.Band.Color, "low"), Column(one.Line.Name + ": most", one.Band.X, one.Band.High, one.Band.Color, "high") }),
                .. groups.Where(group => group.Runs.Count > 1).SelectMany(group => group.Runs).Select(run => Column($"{run.Label}, seed {run.Document.Seed}", values(run).X, values(run).Y, null, "")),
            ],
        };
    }

    static double[] UpdateRatio(RunView run)
    {
        double[][] tensors = [.. run.Seen.Series("updates", "ratio").Where(name => !GateName.Is(name)).Select(name => run.Seen.Fan("updates", name, "ratio")?.Medians).OfType<double[]>()];
        return tensors.Length == 0 ? [] : [.. run.Epochs.Select((_, i) => Distribution.Of([.. tensors.Select(tensor => tensor[i])]).P50)];
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

    /// <summary>The first line of the verdict on a group's first run, and how many more there are.</summary>
    static string First(Page page, IReadOnlyList<RunView> runs, RunGroup group)
    {
        RunView run = group.Runs[0];
        int more = run.Verdict.Skip(1).Count(line => line.Finding is { Severity: > FindingSeverity.Note });
        string rest = more == 0 ? "" : $" <span class=\"id\">and {more} more {(more == 1 ? "finding" : "findings")} below</span>";
        return run.Verdict.Count == 0 ? "" : VerdictHtml.Line(page, run.Verdict[0], Prefix(runs, run)) + rest;
    }

    /// <summary>What the findings of one run among several are told apart by, in links.</summary>
    static string Prefix(IReadOnlyList<RunView> runs, RunView run) => $"run-{Enumerable.Range(0, runs.Count).First(i => ReferenceEquals(runs[i], run))}-";

    static string Name(IReadOnlyList<RunGroup> groups, RunView run)
    {
        RunGroup group = groups.First(candidate => candidate.Runs.Contains(run));
        return group.Runs.Count == 1 ? group.Label : $"{run.Label}, seed {run.Document.Seed}";
    }

    static string RunTable(IReadOnlyList<RunGroup> groups, IReadOnlyList<BaselineDocument> baselines)
    {
        RunView[] runs = [.. groups.SelectMany(group => group.Runs)];
        return TableSections.Table(
            ["run", "parameters", "kept epoch", "accuracy", "F1", "loss", "test accuracy", "s / epoch", "peak memory", "findings"],
            runs.Select(run =>
            {
                RunDocument document = run.Document;
                MetricValues best = document.Best?.Validation ?? [];
                return (string[])[
                    Name(groups, run),
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
            row => row < runs.Length ? "" : "baseline");
    }
}
