namespace Unfold.Inspection;

/// <summary>D34: weights that grow and grow.</summary>
public sealed class DivergingWeightsRule : IRule
{
    const int RateEpochs = 5;

    /// <inheritdoc/>
    public string Id => "D34";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Growth[] grown = [.. Grown(run)];
        if (grown.Length == 0)
            return null;
        bool improves = Improves(run);
        Growth worst = grown[0];
        bool whole = worst.Whole > run.Limit("D34.growth");
        return new()
        {
            Id = Id,
            Severity = improves ? FindingSeverity.Note : FindingSeverity.Warning,
            Confidence = improves ? FindingConfidence.Low : FindingConfidence.High,
            Title = improves ? $"{worst.Name} has grown a lot, while the loss fell." : $"{worst.Name} grows and grows{(grown.Length > 1 ? $", {grown.Length - 1} more weights alike" : "")}, and the loss does not fall.",
            Evidence = $"Norm of {worst.Name}: {RuleText.Number(worst.First)} at first, {RuleText.Number(worst.Last)} in epoch {worst.Epoch}"
                + (whole ? $", {RuleText.Number(worst.Whole)} times (threshold: {RuleText.Number(run.Limit("D34.growth"))})" : "")
                + (worst.Late is { } late ? $", {RuleText.Number(late)} times in the last {RateEpochs} epochs (threshold: {RuleText.Number(run.Limit("D34.rate"))})." : "."),
            Numbers =
            [
                new($"norm of {worst.Name} over the first one", worst.Whole, run.Limit("D34.growth"), "D34.growth"),
                .. worst.Late is { } rate ? [new FindingNumber($"growth in the last {RateEpochs} epochs", rate, run.Limit("D34.rate"), "D34.rate")] : Array.Empty<FindingNumber>(),
            ],
            Remedy = "Pull the weights to zero a little, lower the learning rate, or clip the gradient norm.",
            Remedies =
            [
                new() { Text = "Lower the learning rate to a tenth.", Settings = RecipeSettings.Times(run, "training.learningRate", 0.1), Api = "optimizer.LearningRate /= 10" },
                new() { Text = "Use a weight decay of 0.01, apart from the gradient.", Settings = RecipeSettings.Set(run, ("training.optimizer", "adamW"), ("training.weightDecay", "0.01")), Api = "new AdamW(model.Parameters, new AdamOptions { WeightDecay = 0.01 })" },
                new() { Text = "Clip the gradient norm at 1.", Settings = RecipeSettings.Set(run, ("training.clipNorm", "1")), Api = "ClipNorm = 1" },
            ],
            Refutation = "Train on with a weight decay that holds the norm: if the loss goes the same way, the growth did no harm.",
            Figure = FigureNames.Weights,
            Epoch = worst.Epoch,
        };
    }

    /// <summary>Whether weights grew beyond measure: what they did to the loss is no sign of too large a rate.</summary>
    internal static bool Grows(RunEvidence run) => Grown(run).Any();

    static IEnumerable<Growth> Grown(RunEvidence run) => Judged.Weights(run).Select(name => Of(run, name)).OfType<Growth>()
        .Where(growth => growth.Whole > run.Limit("D34.growth") || growth.Late >= run.Limit("D34.rate")).OrderByDescending(growth => growth.Whole);

    /// <summary>Whether the loss of the last epochs is still below that of the epochs before.</summary>
    static bool Improves(RunEvidence run)
    {
        double[] losses = [.. run.Run.Epochs.Select(epoch => epoch.Train.Loss).OfType<double>()];
        if (losses.Length < 2)
            return true;
        double before = losses[Math.Max(0, losses.Length - 1 - RateEpochs)];
        return losses[^1] < (1 - run.Limit("D16.gain")) * before || losses[^1] < run.Limit("D09.floor") * losses[0];
    }

    static Growth? Of(RunEvidence run, string name)
    {
        NumberSeries norms = run.Epochs("weights", name, "norm");
        double first = First(run, name) ?? norms.First ?? 0;
        if (norms.Last is not { } last || !(first > 0) || !double.IsFinite(last))
            return null;
        if (run.Steps("updates", name, "norm").Quantile(1) > last / 2 || JumpBetween(run, name) > last / 4)
            return null; // thrown there by one step: that is a jump
        if (run.Run.Gradients.TryGetValue(name, out GradientDocument? gradient) && last < run.Limit("D34.size") * Math.Sqrt(gradient.Elements))
            return null; // grown from next to nothing to what is usual
        double? late = norms.Count > 2 * RateEpochs && norms.Values[^(RateEpochs + 1)] is > 0 and { } before ? last / before : null;
        return new(name, first, last, last / first, late, norms.Epochs[^1]);
    }

    /// <summary>
    /// The largest growth of the norm from one step that was looked at to the next. A norm grows by less than the step is long: where a quarter of it came within these few steps, one of them has jumped. 0 where
    /// every step was looked at, and of embeddings, whose steps move other rows each.
    /// </summary>
    static double JumpBetween(RunEvidence run, string name)
    {
        if (run.Series("embedding").Contains(name))
            return 0;
        NumberSeries norms = run.Steps("updates", name, "norm"), ratios = run.Steps("updates", name, "ratio");
        if (norms.Count != ratios.Count)
            return 0;
        double largest = 0;
        for (int i = 1; i < norms.Count; i++)
        {
            double growth = (norms.Values[i] / ratios.Values[i]) - (norms.Values[i - 1] / ratios.Values[i - 1]);
            if (norms.Steps[i] - norms.Steps[i - 1] > 1 && growth > largest)
                largest = growth;
        }
        return largest;
    }

    /// <summary>The norm at the start: of the first update and its ratio. Of an embedding that would be the norm of the moved rows only.</summary>
    static double? First(RunEvidence run, string name)
    {
        NumberSeries norms = run.Steps("updates", name, "norm"), ratios = run.Steps("updates", name, "ratio");
        return !run.Series("embedding").Contains(name) && norms.First is > 0 and { } norm && ratios.First is > 0 and { } ratio && norms.Steps[0] == ratios.Steps[0] ? norm / ratio : null;
    }

    sealed record Growth(string Name, double First, double Last, double Whole, double? Late, int Epoch);
}
