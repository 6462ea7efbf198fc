namespace Unfold.Nn;

/// <summary>y = x · Wᵀ + b on the last axis.</summary>
/// <remarks>
/// Shapes: x <c>[..., In]</c> → y <c>[..., Out]</c>; <see cref="Weight"/> <c>[Out, In]</c>, <see cref="Bias"/> <c>[Out]</c>.
/// Init: U(±1/√In), the PyTorch default. Source: torch.nn.Linear, PyTorch 1.13.
/// </remarks>
public sealed class Linear : Layer
{
    /// <summary>A layer with fresh weights.</summary>
    /// <param name="inputs">In, at least 1.</param>
    /// <param name="outputs">Out, at least 1.</param>
    /// <param name="rng">Where the initial weights come from.</param>
    /// <param name="bias">Whether b is there. <value>Default: true.</value></param>
    public Linear(int inputs, int outputs, Rng rng, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        double bound = 1 / Math.Sqrt(inputs);
        Weight = Register("weight", Init.Uniform(rng, bound, new Shape(outputs, inputs)));
        if (bias) Bias = Register("bias", Init.Uniform(rng, bound, new Shape(outputs)));
    }

    /// <summary>[Out, In].</summary>
    public Parameter Weight { get; }

    /// <summary>[Out], or null where the layer was made without.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Linear(x, Weight.Value, Bias?.Value);

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[1]}, {Weight.Shape[0]}{(Bias is null ? ", bias: false" : "")}";
}
