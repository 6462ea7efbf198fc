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
            Confidence = FindingConfidence.High,
            Title = $"After epoch {best.Epoch} the model learned its training texts by heart.",
            Evidence = $"Validation loss {RuleText.Number(best.Validation.Loss!.Value)} in epoch {best.Epoch}, {RuleText.Number(last.Validation.Loss!.Value)} in epoch {last.Epoch} "
                + $"(threshold: {RuleText.Percent(rise)} above the minimum in {checks} epochs running), while the training loss fell from {RuleText.Number(best.Train.Loss!.Value)} to {RuleText.Number(last.Train.Loss!.Value)}.",
            Numbers =
            [
                new("validation loss over its minimum, less one", (last.Validation.Loss!.Value / best.Validation.Loss!.Value) - 1, rise, "D27.rise"),
                new("epochs running above it", above, checks, "D27.epochs"),
            ],
            Remedy = (kept ? "The kept weights are from before that. " : "Stop at the minimum. ") + "Dropout, weight decay, a smaller embedding or more data move the minimum further down.",
            Remedies =
            [
                new() { Text = "Dropout of word vectors and before the last layer.", Settings = RecipeSettings.Set(evidence, ("model.embeddingDropout", "0.5"), ("model.dropout", "0.5")), Api = "new Dropout(0.5, rng)" },
                .. kept ? Array.Empty<Remedy>() : [new Remedy { Text = "Stop by the validation loss.", Settings = RecipeSettings.Set(evidence, ("training.monitor", "loss"), ("training.patience", "3")) }],
                .. RecipeSettings.Number(evidence, "model.embedding") is >= 8 and { } width ? [new Remedy { Text = "Word vectors of half the width.", Settings = RecipeSettings.Set(evidence, ("model.embedding", $"{(int)width / 2}")) }] : Array.Empty<Remedy>(),
                new() { Text = "Weight decay.", Settings = RecipeSettings.Set(evidence, ("training.optimizer", "adamW"), ("training.weightDecay", "0.01")), Api = "new AdamW(model.Parameters, new AdamOptions { WeightDecay = 0.01 })" },
            ],
            Refutation = "Split the data anew: if the validation loss goes on falling there, this validation part was odd.",
            Figure = FigureNames.Loss,
            Epoch = after.SkipWhile(epoch => !(epoch.Validation.Loss > limit)).First().Epoch,
        };
    }
}
