namespace Unfold.Inspection;

/// <summary>D28: the validation loss rises while as many answers are right: the wrong ones are given with more and more certainty.</summary>
public sealed class OverconfidenceRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D28";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        RunDocument run = evidence.Run;
        EpochDocument[] epochs = [.. run.Epochs.Where(epoch => epoch.Validation.Loss is { } loss && double.IsFinite(loss) && epoch.Validation.Accuracy is not null)];
        int checks = (int)evidence.Limit("D27.epochs");
        if (epochs.Length <= checks)
            return null;
        EpochDocument best = epochs.MinBy(epoch => epoch.Validation.Loss!.Value)!;
        (double least, double right, double rise) = (best.Validation.Loss!.Value, best.Validation.Accuracy!.Value, evidence.Limit("D28.rise"));
        EpochDocument[] above = [.. epochs.SkipWhile(epoch => epoch.Epoch <= best.Epoch).Reverse().TakeWhile(epoch => epoch.Validation.Loss > (1 + rise) * least).Reverse()];
        if (above.Length < checks)
            return null;
        double change = above.Average(epoch => epoch.Validation.Accuracy!.Value) - right;
        double error = run.Data.Validation > 0 ? evidence.Limit("D28.errors") * Math.Sqrt(right * (1 - right) / run.Data.Validation) : 0;
        double limit = Math.Max(evidence.Limit("D28.accuracy"), error);
        if (Math.Abs(change) >= limit)
            return null;
        EpochDocument last = above[^1];
        bool kept = run.Best?.Epoch <= best.Epoch + checks;
        return new()
        {
            Id = Id,
            Severity = kept ? FindingSeverity.Note : FindingSeverity.Warning,
            Title = $"After epoch {best.Epoch} the model only grew surer of itself: its probabilities are not to be taken at their word.",
            Evidence = $"Validation loss {RuleText.Number(least)} in epoch {best.Epoch}, {RuleText.Number(last.Validation.Loss!.Value)} in epoch {last.Epoch} (threshold: {RuleText.Percent(rise)} more in {checks} epochs running), "
                + $"while the accuracy changed by {RuleText.Number(Math.Round(change * 100, 3))} points in the mean (threshold: {RuleText.Number(limit * 100)}).",
            Numbers =
            [
                new("validation loss over its minimum, less one", (last.Validation.Loss!.Value / least) - 1, rise, "D28.rise"),
                new("change of the accuracy", change, limit, limit > error ? "D28.accuracy" : "D28.errors"),
            ],
            Remedy = "Keep the weights of the least validation loss, divide the logits by a temperature that is fitted on validation, or smooth the labels.",
            Remedies =
            [
                new() { Text = "Keep and stop by the loss.", Settings = RecipeSettings.Set(evidence, ("training.monitor", "loss"), ("training.patience", "3")) },
                .. run.Data.Classes.Count > 2 ? [new Remedy { Text = "Smooth the labels.", Settings = RecipeSettings.Set(evidence, ("training.labelSmoothing", "0.1")), Api = "new CrossEntropyOptions { LabelSmoothing = 0.1 }" }] : Array.Empty<Remedy>(),
                new() { Text = "Dropout before the last layer.", Settings = RecipeSettings.Set(evidence, ("model.dropout", "0.5")), Api = "new Dropout(0.5, rng)" },
            ],
            Refutation = "Fit a temperature on validation: if it comes out near 1, the probabilities were right and the answers got worse.",
            Figure = FigureNames.Loss,
            Epoch = above[0].Epoch,
        };
    }
}
