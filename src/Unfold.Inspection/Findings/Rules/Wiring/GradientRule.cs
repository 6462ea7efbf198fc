namespace Unfold.Inspection;

/// <summary>D43: gradients that are not the slopes of the loss.</summary>
public sealed class GradientRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D43";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Run.Checks?.Gradients is not { Parameters.Count: > 0 } check)
            return null;
        string name = check.Precision == nameof(DType.Float64) ? "D43.error" : "D43.single";
        double limit = run.Limit(name);
        ParameterGradientCheck[] wrong = [.. check.Parameters.Where(parameter => !(parameter.Error <= limit)).OrderByDescending(parameter => double.IsNaN(parameter.Error) ? double.MaxValue : parameter.Error)];
        if (wrong.Length == 0)
            return null;
        string names = wrong.Length <= 3 ? string.Join(", ", wrong.Select(parameter => parameter.Name)) : $"{string.Join(", ", wrong.Take(2).Select(parameter => parameter.Name))} and {wrong.Length - 2} more";
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Critical,
            Confidence = FindingConfidence.High,
            Title = wrong[0].Norm == 0 ? $"No gradient arrives at {names}, though the loss depends on it." : $"The gradient of {names} is not the slope of the loss.",
            Evidence = $"Gradient and central difference of {wrong[0].Name} are {RuleText.Percent(wrong[0].Error)} apart in {check.Precision} (threshold: {RuleText.Percent(limit)}); {check.Parameters.Count - wrong.Length} of {check.Parameters.Count} parameters agree.",
            Numbers = [.. wrong.Take(4).Select(parameter => new FindingNumber($"gradient against central difference, {parameter.Name}", parameter.Error, limit, name))],
            Remedy = "Look for a tensor taken off the tape on the way from this parameter to the loss (Detach, ToFloats, a new Tensor made of numbers), and for a backward of one's own.",
            Remedies = [new() { Text = "Compute with operations from tensor to tensor only.", Api = "Ops.*; GradientCheck.Run(loss, model.Parameters) tells which" }],
            Refutation = "If the gradient is stopped on purpose (truncated through time), the difference is meant. A loss with a kink at this very point can differ too: check with other texts.",
            Figure = FigureNames.Checks,
        };
    }
}
