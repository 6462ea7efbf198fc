namespace Unfold.Inspection;

/// <summary>D20: parameters that no gradient reaches, or that training does not move while it moves others.</summary>
public sealed class UntrainedRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D20";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return WithoutGradient(run) ?? Unmoved(run);
    }

    Finding? WithoutGradient(RunEvidence run)
    {
        if (run.Run.Checks?.Structure is not { WithoutGradient: { Count: > 0 } names })
            return null;
        return Of(names, FindingConfidence.High) with
        {
            Evidence = $"On a batch of the training data these parameters got no gradient, or one that is zero everywhere: {Words(names)} (threshold: a single one).",
            Numbers = [new("trained parameters without gradient", names.Count, 0)],
            Figure = FigureNames.Checks,
        };
    }

    Finding? Unmoved(RunEvidence run)
    {
        double limit = run.Limit("D20.movement");
        HashSet<string> frozen = [.. (run.Run.Model.Tensors ?? []).Where(tensor => tensor.Frozen == true).Select(tensor => tensor.Name)];
        List<(string Name, double Movement, int Epoch)> all = [];
        foreach (string name in run.Series("updates", "distance").Where(name => !frozen.Contains(name)))
        {
            NumberSeries distance = run.Epochs("updates", name, "distance"), norm = run.Epochs("weights", name, "norm");
            if (distance.Last is not { } moved || norm.Last is not { } size || !double.IsFinite(moved) || !double.IsFinite(size))
                continue;
            all.Add((name, moved == 0 ? 0 : moved / Math.Max(size, double.Epsilon), distance.Epochs[^1]));
        }
        (string Name, double Movement, int Epoch)[] still = [.. all.Where(entry => entry.Movement < limit)];
        if (still.Length == 0 || !all.Exists(entry => entry.Movement > run.Limit("D20.others")))
            return null; // where nothing moves it is the size of the steps
        return Of([.. still.Select(entry => entry.Name)], FindingConfidence.High) with
        {
            Evidence = $"After epoch {still[0].Epoch} the distance from the start is at most {RuleText.Number(still.Max(entry => entry.Movement))} of the norm in {Words([.. still.Select(entry => entry.Name)])} "
                + $"(threshold: {RuleText.Number(limit)}), and up to {RuleText.Number(all.Max(entry => entry.Movement))} in the others.",
            Numbers = [new($"distance from the start over the norm, {still[0].Name}", still[0].Movement, limit, "D20.movement")],
            Figure = FigureNames.Weights,
            Epoch = still[0].Epoch,
        };
    }

    Finding Of(IReadOnlyList<string> names, FindingConfidence confidence) => new()
    {
        Id = Id,
        Severity = FindingSeverity.Warning,
        Confidence = confidence,
        Title = names.Count == 1 ? $"{names[0]} is not trained." : $"{names.Count} parameters are not trained: {Words(names)}.",
        Remedy = "Use them in Forward on the way to the loss, give them to the optimizer, or freeze them on purpose.",
        Remedies =
        [
            new() { Text = "Train all parameters with one step size.", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["training.groups"] = "[]" }, Api = "new Adam(model.Parameters)" },
            new() { Text = "Make a layer's parameters once, in its constructor with Register, and use those in Forward.", Api = "Weight = Register(\"weight\", Init.Uniform(rng, bound, shape))" },
            new() { Text = "Say that they are meant to stay: they are not counted then.", Api = "parameter.Trainable = false" },
        ],
        Refutation = "If these parameters are meant to stay as they are, freeze them (Trainable = false), and the finding goes.",
    };

    static string Words(IReadOnlyList<string> names) => names.Count <= 4 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}
