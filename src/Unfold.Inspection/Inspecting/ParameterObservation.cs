using Unfold.Optim;

namespace Unfold.Inspection;

/// <summary>What a step did to one parameter, taken where the numbers are in a register anyway: in the optimizer's pass.</summary>
public readonly record struct ParameterObservation
{
    /// <summary>The parameter.</summary>
    public required Parameter Parameter { get; init; }

    /// <summary>The sums over the whole parameter.</summary>
    public required StepSums Sums { get; init; }

    /// <summary>The sums over each block of its rows, say the gates of an LSTM; none where it is undivided. The next step writes over them.</summary>
    public ReadOnlyMemory<StepSums> Blocks { get; init; }

    /// <summary>Sum of the squares of the gradient, before clipping.</summary>
    public double SquaredNorm => Sums.GradientNormSquared;

    /// <summary>Elements of the gradient that are NaN or infinite.</summary>
    public long NonFinite => Sums.NonFiniteCount;

    /// <inheritdoc cref="StepSums.Cosine"/>
    public double? Cosine => Sums.Cosine;
}
