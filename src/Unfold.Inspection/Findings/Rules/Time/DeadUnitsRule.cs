namespace Unfold.Inspection;

/// <summary>D12: units that are zero for every text of an epoch.</summary>
public sealed class DeadUnitsRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D12";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Series("states", "dead").Select(name => Check(run, "states", name, "dead"))
            .Concat(run.Series("activation", "deadEpoch").Select(name => Check(run, "activation", name, "deadEpoch")))
            .OfType<Finding>().MaxBy(finding => (finding.Severity, finding.Numbers[0].Value));
    }

    Finding? Check(RunEvidence run, string lens, string name, string statistic)
    {
        IReadOnlyList<(int Epoch, double Value)> shares = Persistence.Epochs(run, lens, name, statistic);
        (double warning, double critical) = (run.Limit("D12.warning"), run.Limit("D12.critical"));
        bool worst = Holds(critical);
        double limit = worst ? critical : warning;
        if (!Holds(limit))
            return null;
        int[] epochs = [.. shares.Where(entry => entry.Value > limit).Select(entry => entry.Epoch)];
        double share = Persistence.Median(shares.Where(entry => entry.Value > limit).Select(entry => entry.Value));
        return new()
        {
            Id = Id,
            Severity = worst ? Persistence.CriticalUnlessLearned(run) : FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Title = $"{RuleText.Percent(share)} of the units of {name} are dead.",
            Evidence = $"In {RuleText.Epochs(epochs)} {RuleText.Percent(share)} of the units were zero for every text (threshold: {RuleText.Percent(limit)}); no gradient reaches them.",
            Numbers = [new("dead units", share, limit, worst ? "D12.critical" : "D12.warning")],
            Remedy = "Lower the learning rate, start biases at zero or above, start the recurrent matrix at the identity, or use a tangent.",
            Remedies =
            [
                new() { Text = "Lower the learning rate to a third.", Settings = RecipeSettings.Times(run, "training.learningRate", 1.0 / 3), Api = "optimizer.LearningRate /= 3" },
                new() { Text = "Use a tangent.", Settings = RecipeSettings.Set(run, ("model.activation", "tanh")), Api = "new Rnn(width, hidden, rng, Activation.Tanh)" },
                new() { Text = "Use a GRU.", Settings = RecipeSettings.Set(run, ("model.cell", "gru")), Api = "new Gru(width, hidden, rng)" },
            ],
            Refutation = "If a model of half the width does as well, the dead units were not needed.",
            Figure = FigureNames.States,
            Epoch = epochs[0],
        };

        bool Holds(double bound) => Persistence.Holds(run, shares.Count(entry => entry.Value > bound), shares.Count);
    }
}
