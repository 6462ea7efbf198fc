namespace Unfold.Inspection;

/// <summary>D01: a loss or a gradient that is NaN or infinite.</summary>
public sealed class NonFiniteRule : IRule
{
    internal const string Name = "D01";

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public Finding? Check(RunEvidence evidence)
    {
        RunDocument run = evidence.Run;
        List<string> seen = [];
        if (run.Epochs.FirstOrDefault(epoch => Broken(epoch.Train.Loss)) is { } train)
            seen.Add($"the training loss of epoch {train.Epoch} is {train.Train.Loss}");
        if (run.Epochs.FirstOrDefault(epoch => Broken(epoch.Validation.Loss)) is { } validation)
            seen.Add($"the validation loss of epoch {validation.Epoch} is {validation.Validation.Loss}");
        foreach ((string name, GradientDocument gradient) in run.Gradients)
        {
            if (gradient.Norm.NonFinite > 0)
                seen.Add($"the gradient of {name} is not finite in {gradient.Norm.NonFinite} of {gradient.Norm.NonFinite + gradient.Norm.Count} steps");
        }
        if (seen.Count == 0 && run.Status != RunStatus.Diverged)
            return null;
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Critical,
            Title = "The numbers stopped being finite.",
            Evidence = seen.Count == 0 ? "The run ended because its loss was no longer a finite number." : $"Seen: {string.Join("; ", seen.Take(4))}{(seen.Count > 4 ? $"; and {seen.Count - 4} more" : "")}. Threshold: a single one.",
            Remedy = "Lower the learning rate by a factor of 3 to 10, clip the gradient norm, or look for a logarithm or a division of zero in a loss of your own.",
        };
    }

    static bool Broken(double? value) => value is { } number && !double.IsFinite(number);
}
