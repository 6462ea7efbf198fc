namespace Unfold.Optim;

/// <summary>What one optimizer step did to one parameter, or to one block of its rows, in sums. Everything about the gradient is taken before clipping unless it says otherwise.</summary>
/// <remarks>
/// A row-sparse gradient counts with all its elements: rows that were not touched are zeros. Weight and update are those of the
/// rows that the gradient touched (<see cref="MovedCount"/> elements). What the observer did not ask for is NaN or missing (<see cref="StepDetail"/>).
/// </remarks>
public readonly record struct StepSums
{
    /// <summary>The block's name, as in <see cref="Parameter.Blocks"/>; empty for the whole parameter.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Elements of the parameter or block.</summary>
    public long ElementCount { get; init; }

    /// <summary>Elements that the step moved: all, or those of the touched rows.</summary>
    public long MovedCount { get; init; }

    /// <summary>Σ g².</summary>
    public double GradientNormSquared { get; init; }

    /// <summary>Σ g² of the gradient as the step used it, after clipping by value and by norm; the same as <see cref="GradientNormSquared"/> where nothing is clipped.</summary>
    public double ClippedNormSquared { get; init; }

    /// <summary>The largest |g| among the finite ones.</summary>
    public double GradientMaxAbs { get; init; }

    /// <summary>Elements of the gradient that are exactly zero.</summary>
    public long? ZeroCount { get; init; }

    /// <summary>Elements of the gradient that are infinite or no number.</summary>
    public long NonFiniteCount { get; init; }

    /// <summary>g · g of the step before; missing at the first observed step.</summary>
    public double? PreviousDot { get; init; }

    /// <summary>Σ g² of the step before; missing at the first observed step.</summary>
    public double? PreviousNormSquared { get; init; }

    /// <summary>Σ w² before the step.</summary>
    public double WeightNormSquared { get; init; }

    /// <summary>Σ (w' − w)².</summary>
    public double UpdateNormSquared { get; init; }

    /// <summary>w · (w' − w).</summary>
    public double WeightDotUpdate { get; init; }

    /// <summary>g · (w' − w): below zero where the step goes downhill.</summary>
    public double GradientDotUpdate { get; init; }

    /// <summary>‖g‖.</summary>
    public double GradientNorm => Math.Sqrt(GradientNormSquared);

    /// <summary>√(Σ g² / elements).</summary>
    public double GradientRms => Math.Sqrt(GradientNormSquared / ElementCount);

    /// <summary>The share of zeros in the gradient.</summary>
    public double? ZeroShare => (double?)ZeroCount / ElementCount;

    /// <summary>The cosine of this gradient and the one before; missing at the first observed step and where one of them is zero or not finite.</summary>
    /// <remarks>g·p / (‖g‖·‖p‖) without any constant added: the value does not depend on the scale of the gradients.</remarks>
    public double? Cosine => PreviousDot is { } dot && PreviousNormSquared is { } square ? CosineOf(dot, GradientNormSquared, square) : null;

    /// <summary>The cosine of the change and the downhill direction −g: 1 for plain gradient descent, less where the optimizer turned away from it.</summary>
    /// <remarks>Missing where the gradient or the change is zero or not finite.</remarks>
    public double? DescentCosine => CosineOf(-GradientDotUpdate, GradientNormSquared, UpdateNormSquared);

    /// <summary>‖w' − w‖ / ‖w‖ over the moved elements; missing where the weights are all zero.</summary>
    public double? UpdateRatio => WeightNormSquared > 0 ? Math.Sqrt(UpdateNormSquared / WeightNormSquared) : null;

    static double? CosineOf(double dot, double squares, double others)
    {
        double scale = Math.Sqrt(squares) * Math.Sqrt(others);
        return scale > 0 && double.IsFinite(scale) && double.IsFinite(dot) ? Math.Clamp(dot / scale, -1, 1) : null;
    }
}
