namespace Unfold.Inspection;

/// <summary>D15: steps so large that they undo what was learned.</summary>
public sealed class LargeStepsRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D15";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        LossTrend? trend = LossTrend.Of(run);
        (string Name, double Median)[] large = [.. Judged.Medians(run, "updates", "ratio").Where(ratio => Math.Log10(ratio.Median) > run.Limit("D15.ratio")).OrderByDescending(ratio => ratio.Median)];
        (EpochDocument Best, EpochDocument Last)? rise = Rise(run);
        if (trend is null || (large.Length == 0 && (rise is null || DivergingWeightsRule.Grows(run) || LossSpikeRule.Jumps(run))))
            return null; // a loss that rises for another reason is what the other rules say
        bool stuck = trend.IsStuck(run), sure = large.Length > 0 && (stuck || rise is not null);
        return new()
        {
            Id = Id,
            Severity = sure ? FindingSeverity.Critical : rise is not null ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = sure ? FindingConfidence.High : large.Length > 0 ? FindingConfidence.Medium : FindingConfidence.Low,
            Title = rise is null && !stuck ? "Steps are large beside the weights, though the loss falls." : "The learning rate is too large: steps undo what was learned.",
            Evidence = string.Join("; ", Evidence(run, trend, large, rise)) + ".",
            Numbers = [.. Numbers(run, large, rise)],
            Remedy = "Lower the learning rate by a factor of 3 to 10; a warm-up and a clipped gradient norm let it be higher.",
            Remedies =
            [
                new() { Text = "Lower the learning rate to a tenth.", Settings = RecipeSettings.Times(run, "training.learningRate", 0.1), Api = "optimizer.LearningRate /= 10" },
                new() { Text = "Lower it to a third.", Settings = RecipeSettings.Times(run, "training.learningRate", 1.0 / 3), Api = "optimizer.LearningRate /= 3" },
                new() { Text = "Clip the gradient norm at 1 and let the rate rise over the first 200 steps.", Settings = RecipeSettings.Set(run, ("training.clipNorm", "1"), ("training.warmUpSteps", "200")), Api = "ClipNorm = 1" },
            ],
            Refutation = "Train an epoch with a tenth of the rate from the same start: if the loss falls no further, the steps were not too large.",
            Figure = large.Length > 0 ? FigureNames.Updates : FigureNames.Loss,
            Epoch = rise?.Last.Epoch,
            Step = large.Length > 0 ? run.Steps("updates", large[0].Name, "ratio").Steps[0] : null,
        };
    }

    /// <summary>The best epoch and the last one, where the loss of the last one is far above it and did not come down again.</summary>
    static (EpochDocument Best, EpochDocument Last)? Rise(RunEvidence run)
    {
        EpochDocument[] epochs = [.. run.Run.Epochs.Where(epoch => epoch.Train.Loss is { } loss && double.IsFinite(loss))];
        if (epochs.Length < 2)
            return null;
        (EpochDocument best, EpochDocument last) = (epochs.MinBy(epoch => epoch.Train.Loss!.Value)!, epochs[^1]);
        (double low, double high) = (best.Train.Loss!.Value, last.Train.Loss!.Value);
        return high > run.Limit("D15.rise") * low && high - low > run.Limit("D15.floor") * epochs[0].Train.Loss!.Value ? (best, last) : null;
    }

    static IEnumerable<string> Evidence(RunEvidence run, LossTrend trend, (string Name, double Median)[] large, (EpochDocument Best, EpochDocument Last)? rise)
    {
        if (large.Length > 0)
        {
            yield return $"A step moves {large[0].Name} by {RuleText.Number(large[0].Median)} of its size in the median (log10 {RuleText.Number(Math.Log10(large[0].Median))}, threshold: {RuleText.Number(run.Limit("D15.ratio"))})"
                + (large.Length > 1 ? $", {large.Length - 1} more weights alike" : "");
        }
        yield return rise is { } risen
            ? $"the training loss was {RuleText.Number(risen.Best.Train.Loss!.Value)} in epoch {risen.Best.Epoch} and is {RuleText.Number(risen.Last.Train.Loss!.Value)} in epoch {risen.Last.Epoch} (threshold: {RuleText.Number(run.Limit("D15.rise"))} times)"
            : $"the training loss went from {RuleText.Number(trend.Start)} to {RuleText.Number(trend.End)}";
    }

    static IEnumerable<FindingNumber> Numbers(RunEvidence run, (string Name, double Median)[] large, (EpochDocument Best, EpochDocument Last)? rise)
    {
        if (large.Length > 0)
            yield return new($"log10 of the update-to-weight ratio of {large[0].Name}", Math.Log10(large[0].Median), run.Limit("D15.ratio"), "D15.ratio");
        if (rise is { } risen)
            yield return new("training loss over its minimum", risen.Last.Train.Loss!.Value / risen.Best.Train.Loss!.Value, run.Limit("D15.rise"), "D15.rise");
    }
}
