using Unfold.Inspection;
using Unfold.Reporting;

namespace Unfold.Cli;

/// <summary>What came of a run: beside its baselines, in words, and where it lies.</summary>
static class RunSummary
{
    static readonly TextColumn[] Columns = [new("on validation", Right: false), new("loss"), new("accuracy"), new("F1")];

    public static void Print(RunDocument run, RunFolder folder, bool hasReport, Terminal terminal)
    {
        if (terminal.Quiet)
        {
            terminal.Write($"{run.Recipe}: {Result(run)}. Run: {folder.Path}");
            return;
        }
        terminal.Tell();
        DoctorSummary.PrintVerdict(Verdict.Lines(run), hasReport ? folder.ReportFile : null, terminal);
        terminal.Tell();
        foreach (string line in TextTable.Fit(Columns, [.. Rows(run)])) terminal.Tell(line);
        terminal.Tell();
        foreach (string line in Tagger(run)) terminal.Tell(line);
        if (run.Ended is { } ended) terminal.Tell($"Ended: {ended}.");
        if (run.Actions.Any(action => action.Action != "warn"))
            terminal.Tell($"Acted:  {string.Join(", ", run.Actions.Where(action => action.Action != "warn").CountBy(action => $"{action.Action} on {action.Finding}").Select(action => $"{action.Key} ({action.Value} times)"))}.");
        foreach (string line in Watched(folder)) terminal.Tell(line);
        if (run.Findings.Count > 0) terminal.Tell($"Why:    unfold doctor {folder.Path}");
        terminal.Tell($"Run:    {folder.Path}");
        if (hasReport) terminal.Tell($"Report: {folder.ReportFile}");
    }

    /// <summary>Baselines first, then the model, then the model on the test set.</summary>
    public static IEnumerable<string[]> Rows(RunDocument run)
    {
        foreach (BaselineDocument baseline in run.Baselines.Where(baseline => baseline.Metrics.Accuracy is not null))
            yield return Row(baseline.Metrics.Find("rows") is { } rows ? Invariant($"{baseline.Name}, fitted on {rows:N0} texts") : baseline.Name, baseline.Metrics);
        if (run.Best is { } best) yield return Row($"{run.Recipe}, epoch {best.Epoch}", best.Validation);
        if (run.Blend is { } blend)
        {
            if (blend.Network is { } network) yield return Row("  its network alone", network);
            if (blend.Linear is { } linear) yield return Row(Invariant($"  its n-grams alone ({blend.Weight:0.00} of it)"), linear);
        }
        if (run.Test is not { } test) yield break;
        yield return Row("the same on the test set", test);
        if (run.Blend?.TestNetwork is { } testNetwork) yield return Row("  its network alone", testNetwork);
        if (run.Blend?.TestLinear is { } testLinear) yield return Row("  its n-grams alone", testLinear);
        foreach (BaselineDocument baseline in run.Baselines.Where(baseline => run.Blend is null || baseline.Name != "n-grams"))
        {
            if (baseline.Metrics.Find("testAccuracy") is { } accuracy)
                yield return [Invariant($"{baseline.Name}, fitted in {baseline.Metrics.Find("seconds"):0.0} s"), "", Numbers.Four(accuracy), Numbers.Four(baseline.Metrics.Find("testF1"))];
        }
        if (run.TestUnseen is { } unseen) yield return Row(Invariant($"on {unseen.Find("count"):N0} texts seen nowhere else"), unseen);
    }

    /// <summary>What is said of a tagger only: whole sentences, unknown words, and training and judging timed apart.</summary>
    static IEnumerable<string> Tagger(RunDocument run)
    {
        MetricValues? last = run.Test ?? run.Best?.Validation;
        if (last?.Find(MetricNames.SentenceAccuracy) is not { } sentences) yield break;
        string unknown = last.Find(MetricNames.UnknownAccuracy) is { } words ? $", of unknown words {Numbers.Percent(words)}" : "";
        yield return $"{(run.Test is null ? "Validation" : "Test")} accuracy {Numbers.Percent(last.Accuracy)}, of whole sentences {Numbers.Percent(sentences)}{unknown}.";
        string first = run.Epochs.Count > 2 ? $" (the median; the first, while code is compiled, {run.Epochs[0].Seconds:F3})" : "";
        yield return $"Training took {Median(run.Epochs.Select(epoch => epoch.Seconds)):F3} seconds per epoch{first}, evaluation {Median(run.Epochs.Select(epoch => epoch.ValidationSeconds)):F3}.";
    }

    /// <summary>The gradient through time of the last epoch, and what watching took.</summary>
    static IEnumerable<string> Watched(RunFolder folder)
    {
        if (!File.Exists(folder.RecordFile) || EpochWatch.Last(RecordFile.Read(folder.RecordFile)) is not { } watch) yield break;
        foreach (LayerWatch layer in watch.Layers.Where(layer => layer.Words.Length > 0))
            yield return $"Gradient through time, {layer.Layer}, epoch {watch.Epoch}: {layer.Words}.";
        if (!double.IsNaN(watch.Watching))
            yield return $"The lenses took {watch.Watching:0.0 %} of the steps' time, probes {watch.Probing:0.0 %} more.";
    }

    static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    static string Result(RunDocument run) => run.Best is { } best
        ? $"epoch {best.Epoch} is best, validation accuracy {Numbers.Four(best.Validation.Accuracy)} (majority {Numbers.Four(run.Data.MajorityAccuracy)}), F1 {Numbers.Four(Numbers.F1(best.Validation))}"
        : "no epoch was finished";

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    static string[] Row(string name, MetricValues metrics) =>
        [name, Numbers.Four(metrics.Loss), Numbers.Four(metrics.Accuracy), Numbers.Four(Numbers.F1(metrics))];
}
