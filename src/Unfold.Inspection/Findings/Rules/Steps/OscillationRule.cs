namespace Unfold.Inspection;

/// <summary>D16: a gradient that turns round with every step while nothing gets better.</summary>
public sealed class OscillationRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D16";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (string Name, double Mean, double Band)[] all = [.. Means(run)];
        (string Name, double Mean, double Band)[] turning = [.. all.Where(tensor => tensor.Mean < run.Limit("D16.cosine") && tensor.Mean < -tensor.Band).OrderBy(tensor => tensor.Mean)];
        NumberSeries losses = run.Steps("loss", "train", "loss");
        if (turning.Length == 0 || turning.Length < run.Limit("persistence") * all.Length || LossTrend.Of(losses.Tail(losses.Count / 2), (int)run.Limit("window"), share: 0.5) is not { } trend)
            return null;
        double gain = run.Limit("D16.gain");
        bool improves = trend.Falls(gain, run.Limit("D16.sure"));
        (string name, double mean, double band) = turning[0];
        return new()
        {
            Id = Id,
            Severity = improves ? FindingSeverity.Note : FindingSeverity.Warning,
            Confidence = improves ? FindingConfidence.Low : FindingConfidence.High,
            Title = improves ? "Gradients turn round from step to step, but the loss falls." : "The training swings to and fro: gradients turn round from step to step and the loss does not fall.",
            Evidence = $"Mean cosine of consecutive gradients in the second half: {name} {RuleText.Number(mean)} (threshold: {RuleText.Number(run.Limit("D16.cosine"))}, and below {RuleText.Number(-band)}, which is {RuleText.Number(run.Limit("D16.errors"))} null spreads), "
                + $"{turning.Length} of {all.Length} weights alike; the loss fell by {RuleText.Percent(trend.Fall)} in that time (threshold: {RuleText.Percent(gain)}).",
            Numbers =
            [
                new($"mean cosine of consecutive gradients of {name}", mean, run.Limit("D16.cosine"), "D16.cosine"),
                new("edge of the null band", -band, run.Limit("D16.errors"), "D16.errors"),
                new("fall of the loss over the second half", trend.Fall, gain, "D16.gain"),
            ],
            Remedy = improves ? "Nothing has to be done; a lower learning rate would make the way smoother." : "Lower the learning rate or the momentum, or enlarge the batch.",
            Remedies =
            [
                new() { Text = "Lower the learning rate to a third.", Settings = RecipeSettings.Times(run, "training.learningRate", 1.0 / 3), Api = "optimizer.LearningRate /= 3" },
                new() { Text = "Use the step schedule: half the rate every five epochs.", Settings = RecipeSettings.Set(run, ("training.schedule", "step")) },
                new() { Text = "Double the batch.", Settings = RecipeSettings.Times(run, "training.batchSize", 2) },
            ],
            Refutation = "Halve the learning rate for an epoch: if the loss stays where it is, it is not the swinging that holds it.",
            Figure = FigureNames.Cosine,
            Step = run.Steps("gradients", name, "cosine") is { Count: > 0 } series ? series.Steps[series.Count / 2] : null,
        };
    }

    /// <summary>Mean cosine of each weight over the second half of the run, and how far noise alone would carry it: the mean of N cosines of independent gradients spreads by no more than 1/√N.</summary>
    static IEnumerable<(string Name, double Mean, double Band)> Means(RunEvidence run)
    {
        foreach (string name in Judged.Weights(run))
        {
            NumberSeries cosines = run.Steps("gradients", name, "cosine");
            NumberSeries half = cosines.Tail(cosines.Count / 2);
            if (half.Count >= run.Limit("window") && Judged.Mean(half) is { } mean)
                yield return (name, mean, run.Limit("D16.errors") / Math.Sqrt(half.Count));
        }
    }
}
