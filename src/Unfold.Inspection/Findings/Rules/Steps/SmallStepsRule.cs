namespace Unfold.Inspection;

/// <summary>D14: steps so small that the weights hardly move and the loss hardly falls.</summary>
public sealed class SmallStepsRule : IRule
{
    const int Steps = 10;

    /// <inheritdoc/>
    public string Id => "D14";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        IReadOnlyList<(string Name, double Median)> ratios = Judged.Medians(run, "updates", "ratio");
        if (ratios.Count == 0 || LossTrend.Of(run) is not { } trend || trend.End < run.Limit("D09.floor") * trend.Start)
            return null;
        (string name, double largest) = ratios.MaxBy(ratio => ratio.Median);
        (double limit, double pace, double fall) = (run.Limit("D14.ratio"), run.Limit("D14.fall"), trend.FallIn(Steps));
        if (!(largest > 0) || Math.Log10(largest) >= limit || fall >= pace)
            return null;
        return new()
        {
            Id = Id,
            Severity = trend.IsStuck(run) ? FindingSeverity.Critical : FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Title = "The learning rate is too small: the weights hardly move.",
            Evidence = $"A step moves {name}, which moves most, by {RuleText.Number(largest)} of its size (log10 {RuleText.Number(Math.Log10(largest))}, threshold: {RuleText.Number(limit)}); "
                + $"the loss falls by {RuleText.Percent(fall)} in {Steps} steps (threshold: {RuleText.Percent(pace)}), from {RuleText.Number(trend.Start)} to {RuleText.Number(trend.End)}.",
            Numbers =
            [
                new("log10 of the largest update-to-weight ratio", Math.Log10(largest), limit, "D14.ratio"),
                new($"fall of the loss in {Steps} steps", fall, pace, "D14.fall"),
            ],
            Remedy = "Raise the learning rate by a factor of 10, and again while the loss goes on falling smoothly.",
            Remedies =
            [
                new() { Text = "Raise the learning rate tenfold.", Settings = RecipeSettings.Times(run, "training.learningRate", 10), Api = "optimizer.LearningRate *= 10" },
                new() { Text = "Raise it a hundredfold.", Settings = RecipeSettings.Times(run, "training.learningRate", 100), Api = "optimizer.LearningRate *= 100" },
                new() { Text = "Use Adam, whose steps do not depend on the size of the gradient.", Settings = RecipeSettings.Set(run, ("training.optimizer", "adam"), ("training.learningRate", "0.001")), Api = "new Adam(model.Parameters)" },
            ],
            Refutation = "Train an epoch with ten times the rate: if the loss falls no faster, the steps were not too small.",
            Figure = FigureNames.Updates,
            Step = run.Steps("updates", name, "ratio").Steps[0],
        };
    }
}
