namespace Unfold.Inspection;

/// <summary>What a run comes to: at most five lines, a cause before its consequences.</summary>
public static class Verdict
{
    const int MostLines = 5;

    /// <summary>The lines as sentences, the most telling one first; none for a run without an epoch and without a finding.</summary>
    /// <param name="run">The run; its findings are used where it has some, else the rules are asked.</param>
    public static IReadOnlyList<string> Of(RunDocument run) => [.. Lines(run).Select(line => line.Text)];

    /// <summary>The lines, ranked: critical findings, what was reached, warnings, notes; consequences are folded under their cause.</summary>
    /// <param name="run">The run; its findings are used where it has some, else the rules are asked.</param>
    public static IReadOnlyList<VerdictLine> Lines(RunDocument run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Lines(run, run.Findings.Count > 0 || run.Epochs.Count == 0 ? run.Findings : Rules.Check(run));
    }

    /// <summary>The lines for findings that were made anew, with other thresholds for example.</summary>
    public static IReadOnlyList<VerdictLine> Lines(RunDocument run, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(run);
        IReadOnlyList<FindingGroup> groups = FindingGroup.Rank(findings);
        string[] reached = [.. Reached(run)];
        VerdictLine[] result = [.. reached.Take(1).Select(text => new VerdictLine(text))];
        List<VerdictLine> lines = [.. groups.Where(group => group.Severity == FindingSeverity.Critical).Take(MostLines - result.Length).Select(Line)];
        lines.AddRange(result);
        lines.AddRange(groups.Where(group => group.Severity == FindingSeverity.Warning).Select(Line));
        lines.AddRange(reached.Skip(1).Select(text => new VerdictLine(text)));
        lines.AddRange(groups.Where(group => group.Severity == FindingSeverity.Note).Select(Line));
        return [.. lines.Take(MostLines)];
    }

    static VerdictLine Line(FindingGroup group) => new(Sentence(group.Cause)) { Finding = group.Cause, Consequences = group.Consequences };

    /// <summary>The finding's title, and the number that decided beside its threshold.</summary>
    public static string Sentence(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Numbers.FirstOrDefault(number => number.Threshold is not null) is not { Threshold: { } threshold } decided)
            return finding.Title;
        string unit = decided.ThresholdName is { } name ? Thresholds.All.FirstOrDefault(known => known.Name == name)?.Unit ?? "" : "";
        return $"{finding.Title.TrimEnd('.')}: {decided.Name} {Format(decided.Value, unit)} (threshold: {Format(threshold, unit)}).";
    }

    static string Format(double value, string unit) => unit is "share" or "accuracy" ? RuleText.Percent(value) : RuleText.Number(value);

    /// <summary>What was reached beside the simplest answers; then, where there is a bag of words, how it stands against that.</summary>
    static IEnumerable<string> Reached(RunDocument run)
    {
        if (run.Epochs.Count == 0)
            yield break;
        MetricValues best = run.Best?.Validation ?? run.Epochs[^1].Validation;
        int epoch = run.Best?.Epoch ?? run.Epochs[^1].Epoch;
        if (best.Accuracy is not { } accuracy)
        {
            if (best.Loss is { } loss)
                yield return $"Best validation loss {RuleText.Number(loss)}, in epoch {epoch}.";
            yield break;
        }
        List<string> beside = [];
        if (run.Data.MajorityAccuracy is { } majority)
            beside.Add($"the majority answer alone gives {RuleText.Percent(majority)}");
        BaselineDocument? words = run.Baselines.FirstOrDefault(baseline => baseline.Name == "bag-of-words");
        if (words?.Metrics.Accuracy is { } bag)
            beside.Add($"bag of words {RuleText.Percent(bag)}");
        string f1 = best.F1 is { } score ? $" and F1 {Round(score)}" : "";
        yield return $"Validation accuracy {RuleText.Percent(accuracy)}{f1} in epoch {epoch}{(beside.Count > 0 ? $"; {string.Join(", ", beside)}" : "")}.";
        if (words is not null && run.Best is not null && AgainstWords(best, words.Metrics) is { } comparison)
            yield return comparison;
    }

    static string? AgainstWords(MetricValues model, MetricValues words)
    {
        (string metric, string label) = model.F1 is null ? (MetricNames.MacroF1, "macro-F1") : (MetricNames.F1, "F1");
        if (model.Find(metric) is not { } mine || words.Find(metric) is not { } theirs)
            return null;
        string precision = words.Find(MetricNames.AveragePrecision) is { } their && model.Find(MetricNames.AveragePrecision) is { } own ? $" (average precision {Round(their)} against {Round(own)})" : "";
        return mine >= theirs
            ? $"A bag of words reaches {label} {Round(theirs)}{precision}: the model is ahead with {Round(mine)}."
            : $"A bag of words reaches {label} {Round(theirs)}{precision}: better than the model's {Round(mine)}, without looking at the order of the words.";
    }

    static string Round(double value) => RuleText.Number(Math.Round(value, 3));
}
