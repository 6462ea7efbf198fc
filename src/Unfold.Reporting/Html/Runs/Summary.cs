using System.Text;
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
        if (run.Verdict.Count > 0)
        {
            page.Add($"<div class=\"verdict\"><p class=\"first\">{Escape.Text(run.Verdict[0])}</p>");
            foreach (string line in run.Verdict.Skip(1).Take(2))
                page.Add($"<p>{Escape.Text(line)}</p>");
            if (run.Verdict.Count > 3)
                page.Add($"<details class=\"more\"><summary>{run.Verdict.Count - 3} more</summary>{string.Concat(run.Verdict.Skip(3).Select(line => $"<p>{Escape.Text(line)}</p>"))}</details>");
            page.Add("</div>");
        }
    }

    public static void WriteTiles(Page page, RunView run) => page.Add("<div class=\"tiles\">" + string.Concat(Tiles(run.Document)) + "</div>");

    public static void WriteFindings(Page page, RunView run)
    {
        if (run.Document.Findings.Count > 0)
            page.Section("Findings", "", () => page.Add(FindingsHtml(run.Document.Findings)));
    }

    public static string FindingsHtml(IReadOnlyList<Finding> findings)
    {
        StringBuilder html = new("<ul class=\"findings\">\n");
        foreach (Finding finding in findings)
        {
            string severity = finding.Severity.ToString().ToLowerInvariant();
            html.Append($"<li class=\"{severity}\"><span class=\"chip\">{severity}</span><div><strong>{Escape.Text(finding.Title)}</strong> <span class=\"id\">{Escape.Text(finding.Id)}</span>");
            html.Append($"<p>{Escape.Text(finding.Evidence)}</p><p class=\"remedy\">{Escape.Text(finding.Remedy)}</p></div></li>\n");
        }
        return html.Append("</ul>").ToString();
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
        if (best.Loss is { } loss)
            yield return Tile("validation loss", NumberText.Short(loss, 3), run.Data.PriorEntropy is { } prior ? $"prior {NumberText.Short(prior, 3)}" : "");
        if (run.Test?.Accuracy is { } test)
            yield return Tile("test accuracy", NumberText.Percent(test), "");
        if (run.Best is { } kept)
            yield return Tile("kept epoch", kept.Epoch.ToString(), $"of {run.Epochs.Count}");
        if (run.Speed.SecondsPerEpoch > 0)
            yield return Tile("training an epoch", NumberText.Short(run.Speed.SecondsPerEpoch, 3) + " s", run.Speed.TokensPerSecond > 0 ? $"{NumberText.Short(run.Speed.TokensPerSecond / 1e6, 3)} M tokens/s" : "");
        if (run.Speed.WatchingShare > 0)
            yield return Tile("the lenses took", NumberText.Percent(run.Speed.WatchingShare, 1), "of a step");
    }

    static string Tile(string name, string value, string beside) =>
        $"<div class=\"tile\"><span class=\"name\">{Escape.Text(name)}</span><span class=\"value\">{Escape.Text(value)}</span><span class=\"beside\">{Escape.Text(beside)}</span></div>\n";
}
