namespace Unfold.Nn;

/// <summary>Filters that each read a few steps in a row, at every place of a text: y[t, o] = b[o] + Σ W[o, c, k] · x[t + k − before, c].</summary>
/// <remarks>
/// Shapes: x packed <c>[N, Inputs]</c> → y packed <c>[N', Filters]</c>; <see cref="Weight"/> <c>[Filters, Inputs, Width]</c>,
/// <see cref="Bias"/> <c>[Filters]</c>. Outside its text everything is zero, so that neither neighbours nor padding ids are read. Lengths:
/// see <see cref="ConvolutionPadding"/>. Init: U(±1/√(Inputs · Width)). Source: torch.nn.Conv1d, PyTorch 1.13; for texts
/// Y. Kim, "Convolutional Neural Networks for Sentence Classification", 2014.
/// </remarks>
public sealed class Conv1d : SequenceLayer
{
    /// <summary>A layer with fresh weights.</summary>
    /// <param name="inputs">Features of a step, at least 1.</param>
    /// <param name="filters">Features of a step of the result, at least 1.</param>
    /// <param name="width">Steps that a filter reads, at least 1.</param>
    /// <param name="rng">Where the initial weights come from.</param>
    /// <param name="padding">What happens at the ends of a text. <value>Default: Valid, as in PyTorch and Keras.</value></param>
    /// <param name="bias">Whether b is there. <value>Default: true.</value></param>
    public Conv1d(int inputs, int filters, int width, Rng rng, ConvolutionPadding padding = ConvolutionPadding.Valid, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(filters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        double bound = 1 / Math.Sqrt((double)inputs * width);
        Weight = Register("weight", Init.Uniform(rng, bound, new Shape(filters, inputs, width)));
        if (bias) Bias = Register("bias", Init.Uniform(rng, bound, new Shape(filters)));
        Padding = padding;
    }

    /// <summary>[Filters, Inputs, Width].</summary>
    public Parameter Weight { get; }

    /// <summary>[Filters], or null where the layer was made without.</summary>
    public Parameter? Bias { get; }

    /// <summary>What happens at the ends of a text.</summary>
    public ConvolutionPadding Padding { get; }

    /// <inheritdoc/>
    protected override SequenceTensor Compute(SequenceTensor x) => Ops.Conv1d(x, Weight.Value, Bias?.Value, Padding);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Weight.Shape[1]}, {Weight.Shape[0]}, width: {Weight.Shape[2]}{(Padding == ConvolutionPadding.Same ? ", same length" : "")}{(Bias is null ? ", bias: false" : "")}";
}
