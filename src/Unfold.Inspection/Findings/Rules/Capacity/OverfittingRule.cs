namespace Unfold.Inspection;

/// <summary>D27: the validation loss rises while the training loss goes on falling.</summary>
public sealed class OverfittingRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D27";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence evidence)
    {
        RunDocument run = evidence.Run;
        (double rise, int checks) = (evidence.Limit("D27.rise"), (int)evidence.Limit("D27.epochs"));
        EpochDocument[] epochs = [.. run.Epochs.Where(epoch => epoch.Train.Loss is { } train && double.IsFinite(train) && epoch.Validation.Loss is { } loss && double.IsFinite(loss))];
        if (epochs.Length <= checks)
            return null;
        EpochDocument best = epochs.MinBy(epoch => epoch.Validation.Loss!.Value)!;
        double limit = best.Validation.Loss!.Value * (1 + rise);
        EpochDocument[] after = [.. epochs.SkipWhile(epoch => epoch.Epoch <= best.Epoch)];
        int above = after.Reverse().TakeWhile(epoch => epoch.Validation.Loss > limit && epoch.Train.Loss < best.Train.Loss).Count();
        if (above < checks)
            return null;
        EpochDocument last = epochs[^1];
        bool kept = run.Best?.Epoch <= best.Epoch + checks;
        return new()
        {
            Id = Id,
            Severity = kept ? FindingSeverity.Note : FindingSeverity.Warning,
            Title = $"After epoch {best.Epoch} the model learned its training texts by heart.",
            Evidence = $"Validation loss {RuleText.Number(best.Validation.Loss!.Value)} in epoch {best.Epoch}, {RuleText.Number(last.Validation.Loss!.Value)} in epoch {last.Epoch} "
                + $"(threshold: {RuleText.Percent(rise)} above the minimum in {checks} epochs running), while the training loss fell from {RuleText.Number(best.Train.Loss!.Value)} to {RuleText.Number(last.Train.Loss!.Value)}.",
            Remedy = (kept ? "The kept weights are from before that. " : "Stop at the minimum. ") + "Dropout, weight decay, a smaller embedding or more data move the minimum further down.",
        };
    }
}
