namespace Unfold.Inspection;

/// <summary>D18: a loss that jumps far above what it was.</summary>
public sealed class LossSpikeRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D18";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        NumberSeries losses = run.Steps("loss", "train", "loss");
        Spike[] spikes = [.. Spikes(run, losses)];
        return spikes.Length == 0 ? null : Finding(run, spikes);
    }

    /// <summary>Whether the loss jumped: what followed then is no sign of too large a rate.</summary>
    internal static bool Jumps(RunEvidence run) => Spikes(run, run.Steps("loss", "train", "loss")).Any();

    Finding Finding(RunEvidence run, Spike[] spikes)
    {
        Spike worst = spikes.MaxBy(spike => spike.Loss / spike.Mean)!;
        bool often = spikes.Length >= run.Limit("D18.count"), stayed = spikes.Any(spike => !spike.Recovered);
        double? update = Update(run, worst.Step);
        string texts = SpikeNotes.At(run, worst.Step) is { Examples.Count: > 0 } batch ? $" Its batch had {SpikeNotes.Texts(batch)}." : "";
        return new()
        {
            Id = Id,
            Severity = often || stayed ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = spikes.Length == 1 ? $"The loss jumped at step {worst.Step}{(stayed ? " and did not come back" : "")}." : $"The loss jumped {spikes.Length} times{(stayed ? " and did not always come back" : "")}.",
            Evidence = $"Loss {RuleText.Number(worst.Loss)} at step {worst.Step}, {RuleText.Number(worst.Loss / worst.Mean)} times its running mean of {RuleText.Number(worst.Mean)} (threshold: {RuleText.Number(run.Limit("D18.loss"))} times) "
                + $"and {RuleText.Number(worst.Deviations)} deviations above it (threshold: {RuleText.Number(run.Limit("D18.deviations"))}); {spikes.Length} such {(spikes.Length == 1 ? "step" : "steps")} (threshold: {RuleText.Number(run.Limit("D18.count"))})"
                + (update is { } size ? $"; the update of the step before it was {RuleText.Number(size)} times the median one (early warning: {RuleText.Number(run.Limit("D18.update"))})." : ".") + texts,
            Numbers =
            [
                new("loss over its running mean", worst.Loss / worst.Mean, run.Limit("D18.loss"), "D18.loss"),
                new("running deviations above it", worst.Deviations, run.Limit("D18.deviations"), "D18.deviations"),
                new("steps with such a loss", spikes.Length, run.Limit("D18.count"), "D18.count"),
                .. update is { } ratio ? [new FindingNumber("norm of the update before it over the median one", ratio, run.Limit("D18.update"), "D18.update")] : Array.Empty<FindingNumber>(),
            ],
            Remedy = "Clip the gradient norm, look at the texts of that batch, and let Adam forget old squares faster.",
            Remedies =
            [
                new() { Text = "Clip the gradient norm at 1.", Settings = RecipeSettings.Set(run, ("training.clipNorm", "1")), Api = "ClipNorm = 1" },
                new() { Text = "Lower Adam's second decay to 0.98.", Settings = RecipeSettings.Set(run, ("training.beta2", "0.98")), Api = "Beta2 = 0.98" },
                new() { Text = "Lower the learning rate to a third.", Settings = RecipeSettings.Times(run, "training.learningRate", 1.0 / 3), Api = "optimizer.LearningRate /= 3" },
            ],
            Refutation = "Train from the same start without the texts of that batch: if the loss jumps elsewhere, the steps are to blame and not the texts; if it jumps nowhere, the texts are.",
            Figure = FigureNames.Spikes,
            Epoch = spikes[0].Epoch,
            Step = spikes[0].Step,
        };
    }

    /// <summary>Steps whose loss stands out from the window before them, without those that belong to the same jump.</summary>
    static IEnumerable<Spike> Spikes(RunEvidence run, NumberSeries losses)
    {
        int window = (int)run.Limit("window");
        if (losses.Count < 2 * window || losses.BatchSizes.Order().ElementAt(losses.Count / 2) < run.Limit("D18.batch") || losses.Values.Any(value => !double.IsFinite(value)))
            yield break;
        double level = losses.Values.Take(window).Average(), usual = losses.BatchSizes.Order().ElementAt(losses.Count / 2);
        for (int i = window; i < losses.Count; i++)
        {
            double[] before = [.. losses.Values.Skip(i - window).Take(window)];
            double mean = before.Average(), deviation = Math.Sqrt(before.Average(value => (value - mean) * (value - mean)));
            double loss = losses.Values[i], deviations = (loss - mean) / Math.Max(deviation, 1e-12);
            if (!(loss > run.Limit("D18.loss") * mean) || !(deviations > run.Limit("D18.deviations")) || loss - mean < run.Limit("D18.jump") * level
                || losses.BatchSizes[i] < run.Limit("D38.size") * usual) // a handful of texts: their loss says nothing of the step before
                continue;
            double[] after = [.. losses.Values.Skip(i + 1).Take(window)];
            yield return new(losses.Steps[i], losses.Epochs[i], loss, mean, deviations, after.Length == 0 || after.Min() < mean + ((loss - mean) / 2));
            i += window;
        }
    }

    /// <summary>How large the update was that led to a step, beside the median one; only where that is a warning.</summary>
    static double? Update(RunEvidence run, long step)
    {
        Dictionary<long, double> squares = [];
        foreach (string name in run.Parameters)
        {
            NumberSeries norms = run.Steps("updates", name, "norm");
            for (int i = 0; i < norms.Count; i++)
                squares[norms.Steps[i]] = squares.GetValueOrDefault(norms.Steps[i]) + (norms.Values[i] * norms.Values[i]);
        }
        if (!squares.TryGetValue(step - 1, out double square))
            return null;
        double median = squares.Values.Order().ElementAt(squares.Count / 2), ratio = Math.Sqrt(square / median);
        return median > 0 && ratio > run.Limit("D18.update") ? ratio : null;
    }

    sealed record Spike(long Step, int Epoch, double Loss, double Mean, double Deviations, bool Recovered);
}
