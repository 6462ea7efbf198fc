namespace Unfold.Inspection;

/// <summary>What a step did to one parameter, taken where the numbers are in a register anyway: in the optimizer's pass.</summary>
public readonly record struct ParameterObservation
{
    /// <summary>The parameter.</summary>
    public required Parameter Parameter { get; init; }

    /// <summary>Sum of the squares of the gradient, before clipping.</summary>
    public double SquaredNorm { get; init; }

    /// <summary>The gradient's product with the gradient of the step before; NaN when there is none to compare with.</summary>
    public double DotWithPrevious { get; init; }

    /// <summary>Sum of the squares of the gradient of the step before; NaN when there is none.</summary>
    public double PreviousSquaredNorm { get; init; }

    /// <summary>Elements of the gradient that are NaN or infinite.</summary>
    public long NonFinite { get; init; }

    /// <summary>The largest absolute element of the gradient.</summary>
    public double Max { get; init; }

    /// <summary>Share of the gradient's elements that are zero.</summary>
    public double ZeroShare { get; init; }

    /// <summary>Sum of the squares of the weights before the step.</summary>
    public double WeightSquaredNorm { get; init; }

    /// <summary>Sum of the squares of the change.</summary>
    public double UpdateSquaredNorm { get; init; }

    /// <summary>The product of weights and change.</summary>
    public double WeightDotUpdate { get; init; }

    /// <summary>The cosine with the gradient of the step before, or nothing where either does not exist or is zero.</summary>
    /// <remarks>g·p / (|g|·|p|) without any constant added: the value does not depend on the scale of the gradients.</remarks>
    public double? Cosine
    {
        get
        {
            double scale = Math.Sqrt(SquaredNorm) * Math.Sqrt(PreviousSquaredNorm);
            if (!(scale > 0) || !double.IsFinite(scale) || double.IsNaN(DotWithPrevious))
                return null;
            return Math.Clamp(DotWithPrevious / scale, -1, 1);
        }
    }
}
