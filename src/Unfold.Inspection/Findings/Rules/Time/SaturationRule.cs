namespace Unfold.Inspection;

/// <summary>D10: states at the ends of their range, where a tangent lets no gradient through.</summary>
public sealed class SaturationRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D10";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Series("states", "saturated").Select(layer => Check(run, layer)).OfType<Finding>().MaxBy(finding => (finding.Severity, finding.Numbers[0].Value));
    }

    Finding? Check(RunEvidence run, string layer)
    {
        IReadOnlyList<(int Epoch, double Value)> shares = Persistence.Epochs(run, "states", layer, "saturated");
        (double note, double warning, double critical) = (run.Limit("D10.note"), run.Limit("D10.warning"), run.Limit("D10.critical"));
        (double limit, string name, FindingSeverity severity) = Above(critical) ? (critical, "D10.critical", Persistence.CriticalUnlessLearned(run))
            : Above(warning) ? (warning, "D10.warning", FindingSeverity.Warning) : (note, "D10.note", FindingSeverity.Note);
        if (!Above(limit))
            return null;
        int[] epochs = [.. shares.Where(entry => entry.Value > limit).Select(entry => entry.Epoch)];
        double share = Persistence.Median(shares.Where(entry => entry.Value > limit).Select(entry => entry.Value));
        double? slope = run.Epochs("states", layer, "slope").Median;
        return new()
        {
            Id = Id,
            Severity = severity,
            Confidence = FindingConfidence.High,
            Title = $"{RuleText.Percent(share)} of the states of {layer} are saturated.",
            Evidence = $"In {RuleText.Epochs(epochs)} {RuleText.Percent(share)} of the states lie within 5 % of the ends of their range (threshold: {RuleText.Percent(limit)})"
                + $"{(slope is { } steep ? $"; the mean slope is {RuleText.Number(steep)}, of 1 where nothing is saturated" : "")}.",
            Numbers = [new("saturated states", share, limit, name)],
            Remedy = "Start with smaller input and recurrent weights, lower the learning rate, or clip the gradient.",
            Remedies =
            [
                new() { Text = "Start with smaller word vectors.", Settings = RecipeSettings.Set(run, ("model.embeddingDeviation", "0.1")), Api = "scale embedding.Weight and weight_hh down before training" },
                new() { Text = "Lower the learning rate to a third.", Settings = RecipeSettings.Times(run, "training.learningRate", 1.0 / 3), Api = "optimizer.LearningRate /= 3" },
                new() { Text = "Clip the norm of the gradient.", Settings = RecipeSettings.Set(run, ("training.clipNorm", "1")), Api = "new AdamOptions { ClipNorm = 1 }" },
            ],
            Refutation = "If the loss falls as fast with weights of half the size at the start, saturation did not hold it up.",
            Figure = FigureNames.States,
            Epoch = epochs[0],
        };

        bool Above(double bound) => Persistence.Holds(run, shares.Count(entry => entry.Value > bound), shares.Count);
    }
}
