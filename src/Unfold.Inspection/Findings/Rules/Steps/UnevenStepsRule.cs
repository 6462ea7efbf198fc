namespace Unfold.Inspection;

/// <summary>D35: weights of which some move a hundred times as fast as others.</summary>
public sealed class UnevenStepsRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D35";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (string Name, double Median)[] ratios = [.. Judged.Medians(run, "updates", "ratio").Where(ratio => ratio.Median > 0).OrderBy(ratio => ratio.Median)];
        if (ratios.Length < 2)
            return null;
        ((string slow, double smallest), (string fast, double largest)) = (ratios[0], ratios[^1]);
        double limit = run.Limit("D35.factor"), factor = largest / smallest;
        if (factor <= limit)
            return null;
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Title = $"{fast} moves {RuleText.Number(factor)} times as fast as {slow}: no learning rate suits both.",
            Evidence = $"Median update-to-weight ratio: {fast} {RuleText.Number(largest)}, {slow} {RuleText.Number(smallest)}, {RuleText.Number(factor)} times apart (threshold: {RuleText.Number(limit)} times).",
            Numbers = [new("largest over smallest update-to-weight ratio", factor, limit, "D35.factor")],
            Remedy = "Give the parameters learning rates of their own, or start them at sizes that fit: word vectors with a deviation of 0.1 to 1, weights with 1/√units.",
            Remedies =
            [
                new()
                {
                    Text = $"Ten times the rate for {slow}.",
                    Settings = RecipeSettings.Set(run, ("training.groups", $"[{{\"match\":\"{slow}\",\"rate\":10}}]")),
                    Api = $"new ParameterGroup(model.Parameters, name => name == \"{slow}\") {{ LearningRate = 10 * rate }}",
                },
                new() { Text = "Use Adam, which gives every weight a step of about the same size.", Settings = RecipeSettings.Set(run, ("training.optimizer", "adam"), ("training.learningRate", "0.001")), Api = "new Adam(model.Parameters)" },
            ],
            Refutation = $"Train an epoch with ten times the rate for {slow} alone: if the loss falls no faster, that weight has nothing to learn.",
            Figure = FigureNames.Updates,
            Step = run.Steps("updates", slow, "ratio").Steps[0],
        };
    }
}
