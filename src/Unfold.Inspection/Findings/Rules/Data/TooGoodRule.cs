namespace Unfold.Inspection;

/// <summary>D25: results that are too good to come from reading: a leak, or a word that gives the label away.</summary>
public sealed class TooGoodRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D25";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return ByToken(run) ?? ByGap(run) ?? AtOnce(run);
    }

    /// <summary>One word answers.</summary>
    Finding? ByToken(RunEvidence run)
    {
        double limit = run.Limit("D25.token");
        if (run.Run.Data.Audit?.BestToken is not { } token || token.TrainAccuracy < limit || Gain(token.TrainAccuracy, token.MajorityAccuracy) < run.Limit("D25.gain"))
            return null;
        return Finding(
            FindingSeverity.Warning, FindingConfidence.High,
            $"The word \"{token.Token}\" alone tells the classes apart.",
            $"Answering \"{token.Class}\" where \"{token.Token}\" stands and \"{token.Otherwise}\" elsewhere is right for {RuleText.Percent(token.TrainAccuracy)} of the training texts (threshold: {RuleText.Percent(limit)}) "
                + $"and {RuleText.Percent(token.ValidationAccuracy)} of the validation texts; the majority answer for {RuleText.Percent(token.MajorityAccuracy)}.",
            new("training accuracy of the best single word", token.TrainAccuracy, limit, "D25.token"),
            remedy: "Ask where that word comes from. If it was put there with the label, take it out and train again.");
    }

    /// <summary>Validation is answered better than training, epoch after epoch, though nothing disturbs training.</summary>
    /// <remarks>An epoch's validation stands beside the next epoch's training, which the same or better weights answered.</remarks>
    Finding? ByGap(RunEvidence run)
    {
        EpochDocument[] epochs = [.. run.Run.Epochs.Where(epoch => epoch.Train.Accuracy is not null && epoch.Validation.Accuracy is not null)];
        if (epochs.Length < 3 || HasDropout(run) || run.Run.Data.Validation == 0)
            return null;
        double error = Math.Sqrt(0.25 / run.Run.Data.Validation), limit = run.Limit("D25.gap");
        double[] gaps = [.. Enumerable.Range(1, epochs.Length - 2).Select(i => epochs[i].Validation.Accuracy!.Value - epochs[i + 1].Train.Accuracy!.Value)];
        double gap = Persistence.Median(gaps);
        if (!Persistence.Holds(run, gaps.Count(value => value > limit + (run.Limit("D02.errors") * error)), gaps.Length))
            return null;
        return Finding(
            FindingSeverity.Warning, FindingConfidence.Medium,
            "Validation is answered better than the texts that were trained on.",
            $"Validation accuracy is above that of the next epoch's training by {RuleText.Number(gap * 100)} points in the median epoch (threshold: {RuleText.Number(limit * 100)} points and {RuleText.Number(run.Limit("D02.errors"))} standard errors), "
                + "without dropout.",
            new("validation accuracy above training accuracy", gap, limit, "D25.gap"),
            remedy: "Look whether the parts were made differently: other texts, other labels, training texts among the validation texts.");
    }

    /// <summary>Nearly everything is right after one epoch.</summary>
    Finding? AtOnce(RunEvidence run)
    {
        double limit = run.Limit("D25.first");
        if (run.Run.Epochs is not [{ Validation.Accuracy: { } accuracy } first, ..] || accuracy <= limit || run.Run.Data.MajorityAccuracy is not { } majority || Gain(accuracy, majority) < run.Limit("D25.gain"))
            return null;
        return Finding(
            FindingSeverity.Note, FindingConfidence.Low,
            "The validation texts were nearly all answered rightly after one epoch.",
            $"Validation accuracy {RuleText.Percent(accuracy)} after epoch {first.Epoch} (threshold: {RuleText.Percent(limit)}), always answering the majority: {RuleText.Percent(majority)}.",
            new("validation accuracy after the first epoch", accuracy, limit, "D25.first"),
            remedy: "See whether a simple baseline does as well: then the task is easy. Else look for a leak.") with { Epoch = first.Epoch };
    }

    /// <summary>The share of the majority's errors that are gone.</summary>
    static double Gain(double accuracy, double majority) => majority >= 1 ? 0 : (accuracy - majority) / (1 - majority);

    static bool HasDropout(RunEvidence run) =>
        RecipeSettings.Number(run, "model.dropout") > 0 || RecipeSettings.Number(run, "model.embeddingDropout") > 0 || RecipeSettings.Number(run, "model.layerDropout") > 0;

    Finding Finding(FindingSeverity severity, FindingConfidence confidence, string title, string evidence, FindingNumber number, string remedy) => new()
    {
        Id = Id,
        Severity = severity,
        Confidence = confidence,
        Title = title,
        Evidence = evidence,
        Numbers = [number],
        Remedy = remedy,
        Remedies = [new() { Text = remedy }],
        Refutation = "If the score holds on texts from another source, the task is as easy as that.",
        Figure = FigureNames.Data,
    };
}
