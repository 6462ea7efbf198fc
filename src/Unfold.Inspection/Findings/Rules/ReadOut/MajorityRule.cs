namespace Unfold.Inspection;

/// <summary>D02: a model that gives the most frequent answer whatever the text says.</summary>
public sealed class MajorityRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D02";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence evidence)
    {
        RunDocument run = evidence.Run;
        int[] fallen = EpochsAtMajority(evidence);
        if (fallen.Length == 0)
            return null;
        bool all = fallen.Length == run.Epochs.Count;
        EpochDocument last = run.Epochs.Last(epoch => epoch.Epoch == fallen[^1]);
        double majority = run.Data.MajorityAccuracy!.Value;
        return new()
        {
            Id = Id,
            Severity = all ? FindingSeverity.Critical : fallen[^1] == run.Epochs[^1].Epoch ? FindingSeverity.Warning : FindingSeverity.Note,
            Title = all ? $"The model answers the majority class{Class(run)} for nearly every text." : $"In {RuleText.Epochs(fallen)} the model answered the majority class{Class(run)} for nearly every text.",
            Evidence = $"Accuracy {RuleText.Percent(last.Validation.Accuracy!.Value)} in epoch {last.Epoch}, always answering the majority: {RuleText.Percent(majority)} "
                + $"(threshold: {RuleText.Number(evidence.Limit("D02.distance") * 100)} points or {RuleText.Number(evidence.Limit("D02.errors"))} standard errors); "
                + $"of the other texts {RuleText.Percent(MinorityRecall(last)!.Value)} were found (threshold: {RuleText.Percent(evidence.Limit("D02.recall"))}).",
            Remedy = "Judge by F1 or average precision instead of accuracy; read the state at the last real token instead of after padding; weight the rare class or lower the decision threshold.",
        };
    }

    /// <summary>The epochs in which a run sat on the majority answer.</summary>
    public static int[] EpochsAtMajority(RunEvidence evidence)
    {
        RunDocument run = evidence.Run;
        if (run.Data.MajorityAccuracy is not { } majority || majority >= 1)
            return [];
        double error = run.Data.Validation > 0 ? Math.Sqrt(majority * (1 - majority) / run.Data.Validation) : 0;
        double distance = Math.Max(evidence.Limit("D02.distance"), evidence.Limit("D02.errors") * error);
        return
        [
            .. run.Epochs
                .Where(epoch => epoch.Validation.Accuracy is { } accuracy && Math.Abs(accuracy - majority) <= distance && MinorityRecall(epoch) < evidence.Limit("D02.recall"))
                .Select(epoch => epoch.Epoch),
        ];
    }

    /// <summary>The share of texts outside the largest class that got their own class: from the confusion counts, else the recall.</summary>
    static double? MinorityRecall(EpochDocument epoch)
    {
        if (epoch.Confusion is not { Count: > 1 } counts)
            return epoch.Validation.Find(MetricNames.Recall) ?? (epoch.Validation.F1 == 0 ? 0 : null);
        int largest = Enumerable.Range(0, counts.Count).MaxBy(i => counts[i].Sum());
        long others = Enumerable.Range(0, counts.Count).Where(i => i != largest).Sum(i => counts[i].Sum());
        return others == 0 ? null : (double)Enumerable.Range(0, counts.Count).Where(i => i != largest).Sum(i => counts[i][i]) / others;
    }

    internal static string Class(RunDocument run)
    {
        IReadOnlyList<long>? counts = run.Data.ValidationCounts ?? run.Data.TrainCounts;
        if (counts is null || counts.Count == 0 || counts.Count != run.Data.Classes.Count)
            return "";
        return $" \"{run.Data.Classes[Enumerable.Range(0, counts.Count).MaxBy(i => counts[i])]}\"";
    }
}
