namespace Unfold.Inspection;

/// <summary>D01: a loss, a state's gradient, a gradient or a weight that is NaN or infinite.</summary>
public sealed class NonFiniteRule : IRule
{
    internal const string Name = "D01";

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public Finding? Check(RunEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        RunDocument run = evidence.Run;
        List<string> seen = [.. Seen(run)];
        NonFinitePlace[] places = [.. NonFinitePlaces.Of(evidence)];
        SpikeDocument? batch = SpikeNotes.NonFinite(evidence);
        if (seen.Count + places.Length < evidence.Limit("D01.count") && run.Status != RunStatus.Diverged)
            return null;
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Critical,
            Confidence = FindingConfidence.High,
            Title = "The numbers stopped being finite.",
            Evidence = Evidence(evidence, seen, places, batch),
            Numbers = [new("numbers that are not finite", places.FirstOrDefault()?.Count ?? Math.Max(1, seen.Count), evidence.Limit("D01.count"), "D01.count")],
            Remedy = "Lower the learning rate by a factor of 3 to 10, clip the gradient norm, or look for a logarithm or a division of zero in a loss of your own.",
            Remedies =
            [
                new() { Text = "Lower the learning rate to a tenth.", Settings = RecipeSettings.Times(evidence, "training.learningRate", 0.1), Api = "optimizer.LearningRate /= 10" },
                new() { Text = "Clip the gradient norm at 1.", Settings = RecipeSettings.Set(evidence, ("training.clipNorm", "1")), Api = "ClipNorm = 1" },
                new() { Text = "Use a tanh instead of a ReLU, whose states cannot grow.", Settings = RecipeSettings.Text(evidence, "model.activation") == "relu" ? RecipeSettings.Set(evidence, ("model.activation", "tanh")) : [], Api = "new Rnn(inputs, hidden, rng, Activation.Tanh)" },
            ],
            Refutation = "Compute that batch's loss with the weights of the epoch before: if it is not finite there either, the text or the loss is to blame and not the steps.",
            Figure = batch is null ? FigureNames.GradientNorms : FigureNames.Spikes,
            Epoch = places.Length > 0 ? places[0].Epoch : batch?.Epoch ?? run.Epochs.FirstOrDefault(epoch => Broken(epoch.Train.Loss) || Broken(epoch.Validation.Loss))?.Epoch,
            Step = places.FirstOrDefault(place => place.Step >= 0)?.Step ?? batch?.Step,
        };
    }

    static IEnumerable<string> Seen(RunDocument run)
    {
        if (run.Epochs.FirstOrDefault(epoch => Broken(epoch.Train.Loss)) is { } train)
            yield return $"the training loss of epoch {train.Epoch} is {RuleText.Number(train.Train.Loss!.Value)}";
        if (run.Epochs.FirstOrDefault(epoch => Broken(epoch.Validation.Loss)) is { } validation)
            yield return $"the validation loss of epoch {validation.Epoch} is {RuleText.Number(validation.Validation.Loss!.Value)}";
        foreach ((string name, GradientDocument gradient) in run.Gradients)
        {
            if (gradient.Norm.NonFinite > 0)
                yield return $"the gradient of {name} is not finite in {gradient.Norm.NonFinite} of {gradient.Norm.NonFinite + gradient.Norm.Count} steps";
        }
    }

    static string Evidence(RunEvidence evidence, List<string> seen, NonFinitePlace[] places, SpikeDocument? batch)
    {
        List<string> sentences = [];
        if (places.Length > 0)
        {
            NonFinitePlace first = places[0];
            string[] others = [.. places.Skip(1).Take(2).Select(place => place.What)];
            sentences.Add($"First {(first.Step >= 0 ? $"in step {first.Step} of epoch {first.Epoch}" : $"at the end of epoch {first.Epoch}")}: {first.What}{(others.Length > 0 ? $", then {string.Join(", ", others)}" : "")}.");
        }
        if (batch is not null)
        {
            int lag = batch.Profile.TakeWhile(value => value is not null).Count();
            if (lag < batch.Profile.Count && batch.Profile.Count > 0)
                sentences.Add($"The gradient of the state breaks {batch.ProfileStart + lag} words before the last one.");
            if (batch.Examples.Count > 0)
                sentences.Add($"The batch has {SpikeNotes.Texts(batch)}.");
        }
        if (seen.Count > 0)
            sentences.Add($"Seen: {string.Join("; ", seen.Take(4))}{(seen.Count > 4 ? $"; and {seen.Count - 4} more" : "")}.");
        if (sentences.Count == 0)
            sentences.Add("The run ended because its loss was no longer a finite number.");
        else
            sentences.Add(evidence.Limit("D01.count") == 1 ? "Threshold: a single one." : $"Threshold: {RuleText.Number(evidence.Limit("D01.count"))}.");
        return string.Join(' ', sentences);
    }

    static bool Broken(double? value) => value is { } number && !double.IsFinite(number);
}
