namespace Unfold.Inspection;

/// <summary>An optimizer step as a whole.</summary>
public readonly record struct StepObservation
{
    /// <summary>The step's number in the run; the first is 0.</summary>
    public long Step { get; init; }

    /// <summary>The norm of all gradients together, before clipping.</summary>
    public double Norm { get; init; }

    /// <summary>The same after clipping; NaN without clipping.</summary>
    public double ClippedNorm { get; init; }
}
