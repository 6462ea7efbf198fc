namespace Unfold.Nn;

/// <summary>y = (x − mean) / √(variance + ε) · weight + bias, over the features of each row by itself.</summary>
/// <remarks>
/// Shapes: x <c>[..., Features]</c> → y alike; a sequence is normalised step by step. Init: weight 1, bias 0. The same in training and
/// evaluation. Source: J. Ba, J. Kiros, G. Hinton, "Layer Normalization", 2016; torch.nn.LayerNorm, PyTorch 1.13.
/// </remarks>
public sealed class LayerNorm : Layer
{
    /// <summary>A layer that changes nothing but mean and spread at first.</summary>
    /// <param name="features">The last axis, at least 1.</param>
    /// <param name="epsilon">ε. <value>Default: 1e-5.</value></param>
    public LayerNorm(int features, double epsilon = 1e-5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        Epsilon = epsilon;
        Weight = Register("weight", Init.Constant(1, new Shape(features)));
        Bias = Register("bias", Init.Constant(0, new Shape(features)));
    }

    /// <summary>[Features], what the normal numbers are multiplied by.</summary>
    public Parameter Weight { get; }

    /// <summary>[Features], what is added to them.</summary>
    public Parameter Bias { get; }

    /// <summary>ε, which keeps the division from exploding where all features are equal.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.LayerNorm(x, Weight.Value, Bias.Value, Epsilon);

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[0]}";
}
