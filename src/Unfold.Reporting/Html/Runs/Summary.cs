using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The top of a run's report: what it is, what came out in words, the numbers that matter, the findings.</summary>
static class Summary
{
    public static void Write(Page page, RunView run)
    {
        RunDocument document = run.Document;
        page.Add("<header><div class=\"bar\"><h1>" + Escape.Text(document.Recipe) + "</h1><button id=\"theme\" type=\"button\" hidden>Light / dark</button></div>");
        page.Add($"<p class=\"facts\">{string.Join(" · ", Facts(document).Select(Escape.Text))}</p></header>");
        page.AddLast(() => VerdictHtml.Of(page, run.Verdict, ""));
    }

    public static void WriteTiles(Page page, RunView run) => page.Add("<div class=\"tiles\">" + string.Concat(Tiles(run.Document)) + "</div>");

    public static void WriteFindings(Page page, RunView run)
    {
        if (run.Document.Findings.Count > 0)
            page.Section("Findings", "What the rules found, a cause before what follows from it; each with the numbers it rests on, what to try, and what would show that it is wrong.", () => page.AddLast(() => FindingsHtml.Of(page, run.Document.Findings, "")));
    }

    /// <summary>What the run did about findings while it went on.</summary>
    public static void WriteActions(Page page, RunView run)
    {
        if (run.Document.Actions.Count > 0)
            page.Section("While it trained", "What stood out at a step, or was found at an epoch’s end, and what the run did about it.", () => page.Add(TableSections.Table(["finding", "severity", "action", "what happened"], run.Document.Actions.Select(action =>
                (IReadOnlyList<string>)[action.Finding, action.Severity.ToString().ToLowerInvariant(), action.Action, action.Message]))));
    }

    static IEnumerable<string> Facts(RunDocument run)
    {
        if (run.Data.Name.Length > 0)
            yield return $"{run.Data.Name}: {NumberText.Count(run.Data.Train)} training texts, {NumberText.Count(run.Data.Validation)} validation";
        if (run.Model.Parameters > 0)
            yield return $"{NumberText.Count(run.Model.Parameters)} parameters";
        yield return $"seed {run.Seed}";
        yield return run.Epochs.Count == 1 ? "1 epoch" : $"{run.Epochs.Count} epochs";
        if (run.Status != RunStatus.Finished)
            yield return run.Status.ToString().ToLowerInvariant();
        if (run.Ended is { Length: > 0 } ended)
            yield return ended;
    }

    static IEnumerable<string> Tiles(RunDocument run)
    {
        MetricValues best = run.Best?.Validation ?? run.Epochs.LastOrDefault()?.Validation ?? [];
        if (best.Accuracy is { } accuracy)
            yield return Tile("validation accuracy", NumberText.Percent(accuracy), run.Data.MajorityAccuracy is { } majority ? $"majority {NumberText.Percent(majority)}" : "");
        if (best.F1 is { } f1)
            yield return Tile("F1", NumberText.Short(f1, 3), run.Baselines.FirstOrDefault(baseline => baseline.Metrics.F1 > 0) is { } other ? $"{other.Name} {NumberText.Short(other.Metrics.F1!.Value, 3)}" : "");
        else if (best.Find(MetricNames.MacroF1) is { } macro)
            yield return Tile("macro F1", NumberText.Short(macro, 3), "");
        if (best.Find(MetricNames.SentenceAccuracy) is { } sentences)
            yield return Tile("whole sentences", NumberText.Percent(sentences), best.Find(MetricNames.UnknownAccuracy) is { } unknown ? $"unknown words {NumberText.Percent(unknown)}" : "");
        if (best.Loss is { } loss)
            yield return Tile("validation loss", NumberText.Short(loss, 3), run.Data.PriorEntropy is { } prior ? $"prior {NumberText.Short(prior, 3)}" : "");
        if (run.Test?.Accuracy is { } test)
            yield return Tile("test accuracy", NumberText.Percent(test), "");
        if (run.Best is { } kept)
            yield return Tile("kept epoch", kept.Epoch.ToString(), $"of {run.Epochs.Count}");
        if (run.Speed.SecondsPerEpoch > 0)
            yield return Tile("training an epoch", NumberText.Short(run.Speed.SecondsPerEpoch, 3) + " s", run.Speed.TokensPerSecond > 0 ? $"{NumberText.Short(run.Speed.TokensPerSecond / 1e6, 3)} M tokens/s" : "");
        if (run.Speed.WatchingShare > 0)
            yield return Tile("the lenses took", NumberText.Percent(run.Speed.WatchingShare, 1), run.Speed.Stride > 1 ? $"of a step; one in {run.Speed.Stride} looked at closely" : "of a step");
    }

    static string Tile(string name, string value, string beside) =>
        $"<div class=\"tile\"><span class=\"name\">{Escape.Text(name)}</span><span class=\"value\">{Escape.Text(value)}</span><span class=\"beside\">{Escape.Text(beside)}</span></div>\n";
}
