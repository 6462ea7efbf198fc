namespace Unfold.Inspection;

/// <summary>D17: batches so small that their gradients are mostly noise.</summary>
public sealed class NoisyStepsRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D17";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (Measured(run) is not { } noise || !(noise.Most < 1 / (run.Limit("D17.scale") * noise.Batch)) || !(Math.Abs(noise.Cosine) < run.Limit("D17.cosine"))
            || LossTrend.Of(run) is not { } trend || trend.End < run.Limit("D09.floor") * trend.Start)
        {
            return null;
        }
        (double limit, double cosine, double batch) = (run.Limit("D17.scale"), run.Limit("D17.cosine"), noise.Batch);
        NumberSeries losses = run.Steps("loss", "train", "loss");
        bool improves = LossTrend.Of(losses.Tail(losses.Count / 2), (int)run.Limit("window"), share: 0.5) is { } late && late.Falls(run.Limit("D16.gain"), run.Limit("D16.sure"));
        return new()
        {
            Id = Id,
            Severity = improves ? FindingSeverity.Note : FindingSeverity.Warning,
            Title = improves ? "Steps are mostly noise, though the loss still falls." : "Steps are mostly noise: batches are too small for what is left to learn.",
            Evidence = $"Gradient noise scale {(noise.Mean > 0 ? $"{RuleText.Number(1 / noise.Mean)} texts" : "beyond measure")}, at least {(noise.Most > 0 ? RuleText.Number(1 / noise.Most) : "as much")} within {RuleText.Number(run.Limit("D17.errors"))} standard errors over {noise.Epochs} epochs, "
                + $"for batches of {RuleText.Number(batch)} (threshold: {RuleText.Number(limit)} times); mean cosine of consecutive gradients {RuleText.Number(noise.Cosine)} (threshold: within {RuleText.Number(cosine)} of 0).",
            Numbers =
            [
                new("batch size over the noise scale", noise.Mean * batch, 1 / limit, "D17.scale"),
                new("the same with its standard errors", noise.Most * batch, run.Limit("D17.errors"), "D17.errors"),
                new("mean cosine of consecutive gradients", noise.Cosine, cosine, "D17.cosine"),
            ],
            Remedy = "Enlarge the batch, or lower the learning rate towards the end, which averages over more texts.",
            Remedies =
            [
                new() { Text = "Batches four times as large.", Settings = RecipeSettings.Set(run, ("training.batchSize", RecipeSettings.Format(batch * 4))) },
                new() { Text = "Let the rate fall to nothing over the run.", Settings = RecipeSettings.Set(run, ("training.schedule", "cosine")) },
                new() { Text = "Lower the learning rate to a third.", Settings = RecipeSettings.Times(run, "training.learningRate", 1.0 / 3), Api = "optimizer.LearningRate /= 3" },
            ],
            Refutation = "Train an epoch with batches four times as large: if the loss falls no further, noise was not what held it.",
            Figure = FigureNames.Noise,
            Epoch = noise.First,
        };
    }

    /// <summary>G² / tr Σ, which is one over the noise scale, over the second half of the measurements, when what is easy is learned: its mean, and the most that it may be by its standard error.</summary>
    static Noise? Measured(RunEvidence run)
    {
        NumberSeries signals = run.Epochs("noise", "all", "signal"), variances = run.Epochs("noise", "all", "variance"), batches = run.Epochs("noise", "all", "batch");
        List<double> shares = [];
        for (int i = Math.Min(signals.Count / 2, Math.Max(0, signals.Count - (int)run.Limit("D17.epochs"))); i < signals.Count; i++)
        {
            if (variances.InEpoch(signals.Epochs[i]).Last is > 0 and { } variance && double.IsFinite(signals.Values[i]))
                shares.Add(signals.Values[i] / variance);
        }
        if (shares.Count < run.Limit("D17.epochs") || batches.Median is not (> 0 and { } batch) || Cosine(run) is not { } cosine)
            return null;
        double mean = shares.Average(), error = Math.Sqrt(shares.Sum(share => (share - mean) * (share - mean)) / (shares.Count - 1) / shares.Count);
        return new(mean, mean + (run.Limit("D17.errors") * error), batch, cosine, shares.Count, signals.Epochs[^shares.Count]);
    }

    static double? Cosine(RunEvidence run)
    {
        double[] means = [.. Judged.Weights(run).Select(name => Judged.Steps(run, "gradients", name, "cosine")).OfType<NumberSeries>().Select(Judged.Mean).OfType<double>()];
        return means.Length == 0 ? null : means.Average();
    }

    sealed record Noise(double Mean, double Most, double Batch, double Cosine, int Epochs, int First);
}
