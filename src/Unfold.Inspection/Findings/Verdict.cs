namespace Unfold.Inspection;

/// <summary>What a run comes to, in words.</summary>
public static class Verdict
{
    /// <summary>The sentences, the most telling one first; none for a run without an epoch.</summary>
    /// <param name="run">The run; its findings are used where it has some, else the rules are asked.</param>
    public static IReadOnlyList<string> Of(RunDocument run)
    {
        if (run.Epochs.Count == 0)
            return [];
        IReadOnlyList<Finding> findings = run.Findings.Count > 0 ? run.Findings : Rules.Check(run);
        List<string> lines = [.. findings.Where(finding => finding.Severity > FindingSeverity.Note).Select(finding => finding.Title)];
        string result = Result(run);
        if (result.Length > 0)
            lines.Insert(findings.Any(finding => finding.Severity == FindingSeverity.Critical) ? 1 : 0, result);
        lines.AddRange(findings.Where(finding => finding.Severity == FindingSeverity.Note).Select(finding => finding.Title));
        return lines;
    }

    static string Result(RunDocument run)
    {
        MetricValues best = run.Best?.Validation ?? run.Epochs[^1].Validation;
        int epoch = run.Best?.Epoch ?? run.Epochs[^1].Epoch;
        if (best.Accuracy is not { } accuracy)
            return best.Loss is { } loss ? $"Best validation loss {RuleText.Number(loss)}, in epoch {epoch}." : "";
        List<string> beside = [];
        if (run.Data.MajorityAccuracy is { } majority)
            beside.Add($"the majority answer alone gives {RuleText.Percent(majority)}");
        if (run.Baselines.FirstOrDefault(baseline => baseline.Name == "bag-of-words") is { Metrics.Accuracy: { } bag })
            beside.Add($"bag of words {RuleText.Percent(bag)}");
        string f1 = best.F1 is { } score ? $" and F1 {RuleText.Number(Math.Round(score, 3))}" : "";
        return $"Validation accuracy {RuleText.Percent(accuracy)}{f1} in epoch {epoch}{(beside.Count > 0 ? $"; {string.Join(", ", beside)}" : "")}.";
    }
}
