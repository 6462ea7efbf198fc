namespace Unfold.Inspection;

/// <summary>D31: an untrained model whose loss is far from that of knowing nothing.</summary>
public sealed class InitialLossRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D31";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        double limit = run.Limit("D31.share");
        if (run.Run.Checks?.InitialLoss is not { } check || !(check.Uniform > 0))
            return null;
        double expected = check.Prior > 0 && Math.Abs(check.Loss - check.Prior) < Math.Abs(check.Loss - check.Uniform) ? check.Prior : check.Uniform;
        double distance = Math.Abs(check.Loss - expected) / expected;
        if (distance <= limit)
            return null;
        return new()
        {
            Id = Id,
            Severity = double.IsFinite(check.Loss) ? FindingSeverity.Warning : FindingSeverity.Critical,
            Confidence = FindingConfidence.High,
            Title = !double.IsFinite(check.Loss) ? "The loss is no number before the first step."
                : check.Loss > expected ? "The untrained model is surer of its answers than it can be." : "The untrained model's loss is better than it can know.",
            Evidence = $"Loss {RuleText.Number(check.Loss)} before the first step; expected {RuleText.Number(check.Uniform)} without a bias, or {RuleText.Number(check.Prior)} with a bias that knows the class frequencies: "
                + $"{RuleText.Percent(distance)} from the nearer one (threshold: {RuleText.Percent(limit)}).",
            Numbers = [new("distance of the initial loss from the expected one", distance, limit, "D31.share"), new("initial loss", check.Loss), new("loss of equal probabilities", check.Uniform), new("loss of the class frequencies", check.Prior)],
            Remedy = check.Loss > expected
                ? "Start the last layer with small weights and a bias of zero, or of the log odds of the classes; look for large word vectors or weights of one sign below it."
                : "Look at the loss: a mean taken twice, weights that are not meant, or labels that the input gives away.",
            Remedies =
            [
                new() { Text = "Start with smaller word vectors.", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["model.embeddingDeviation"] = "0.1" } },
                new() { Text = "Give the last layer its usual start: U(±1/√inputs).", Api = "new Linear(inputs, classes, rng)" },
                new() { Text = "Take the loss from logits, with the mean over examples.", Api = "BinaryCrossEntropy.WithLogits(logits, targets)" },
            ],
            Refutation = "If the loss is a scaled one on purpose (weights, another reduction), compare with the same loss of constant answers.",
            Figure = FigureNames.Checks,
        };
    }
}
