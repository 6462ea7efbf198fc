namespace Unfold.Optim;

/// <summary>What one optimizer step did to one parameter. Everything about the gradient is taken before clipping.</summary>
/// <remarks>
/// A row-sparse gradient counts with all its elements: rows that were not touched are zeros. Weight and update are those of the
/// rows that the gradient touched (<see cref="MovedCount"/> elements).
/// </remarks>
public readonly record struct ParameterStep
{
    /// <summary>The parameter.</summary>
    public required Parameter Parameter { get; init; }

    /// <summary>The optimizer's step, counted from 1.</summary>
    public required long Step { get; init; }

    /// <summary>The learning rate of the step, schedule included.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Elements of the parameter.</summary>
    public required long ElementCount { get; init; }

    /// <summary>Elements that this step moved: all, or those of the touched rows.</summary>
    public required long MovedCount { get; init; }

    /// <summary>Σ g².</summary>
    public required double GradientNormSquared { get; init; }

    /// <summary>The largest |g| among the finite ones.</summary>
    public required double GradientMaxAbs { get; init; }

    /// <summary>Elements of the gradient that are exactly zero.</summary>
    public required long ZeroCount { get; init; }

    /// <summary>Elements of the gradient that are infinite or no number.</summary>
    public required long NonFiniteCount { get; init; }

    /// <summary>g · g of the step before; missing at the first observed step.</summary>
    public required double? PreviousDot { get; init; }

    /// <summary>Σ g² of the step before; missing at the first observed step.</summary>
    public required double? PreviousNormSquared { get; init; }

    /// <summary>Σ w² before the step.</summary>
    public required double WeightNormSquared { get; init; }

    /// <summary>Σ (w' − w)².</summary>
    public required double UpdateNormSquared { get; init; }

    /// <summary>w · (w' − w).</summary>
    public required double WeightDotUpdate { get; init; }

    /// <summary>‖g‖.</summary>
    public double GradientNorm => Math.Sqrt(GradientNormSquared);

    /// <summary>√(Σ g² / elements).</summary>
    public double GradientRms => Math.Sqrt(GradientNormSquared / ElementCount);

    /// <summary>The share of zeros in the gradient.</summary>
    public double ZeroShare => (double)ZeroCount / ElementCount;

    /// <summary>The cosine of this gradient and the one before; missing at the first observed step and where one of them is zero or not finite.</summary>
    public double? CosineToPrevious =>
        PreviousDot is { } dot && PreviousNormSquared is { } square && Math.Sqrt(square) * GradientNorm is var product && product > 0 && double.IsFinite(product)
            ? Math.Clamp(dot / product, -1, 1)
            : null;

    /// <summary>‖w' − w‖ / ‖w‖ over the moved elements; missing where the weights are all zero.</summary>
    public double? UpdateRatio => WeightNormSquared > 0 ? Math.Sqrt(UpdateNormSquared / WeightNormSquared) : null;
}
