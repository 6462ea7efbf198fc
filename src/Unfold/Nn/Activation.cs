namespace Unfold.Nn;

/// <summary>An element-wise non-linearity.</summary>
public enum Activation
{
    /// <summary>tanh(x), in −1..1.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>1 / (1 + e⁻ˣ), in 0..1.</summary>
    Sigmoid,
}
