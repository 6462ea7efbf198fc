namespace Unfold.Inspection;

/// <summary>The loss of the same batch in training and in evaluation mode; dropout is off in both.</summary>
public sealed record ModesCheck
{
    /// <summary>In training mode, without dropout.</summary>
    public double Training { get; init; }

    /// <summary>In evaluation mode.</summary>
    public double Evaluation { get; init; }

    /// <summary>In evaluation mode once more: another number where something is random there.</summary>
    public double Repeated { get; init; }
}
