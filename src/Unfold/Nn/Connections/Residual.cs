namespace Unfold.Nn;

/// <summary>y = x + f(x): a layer that learns what to change about its input, past which the gradient has a way of its own.</summary>
/// <remarks>
/// Shapes: x <c>[..., F]</c> → y alike; the layer must keep the shape. Its parameters are named <c>layer.*</c>. Source: K. He, X. Zhang, S. Ren, J. Sun,
/// "Deep Residual Learning for Image Recognition", 2016, equation 1.
/// </remarks>
public sealed class Residual : Layer
{
    /// <summary>Around a layer.</summary>
    /// <param name="layer">f; several as a <see cref="Sequential"/>.</param>
    public Residual(Layer layer) => Layer = Register("layer", layer);

    /// <summary>f.</summary>
    public Layer Layer { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Added(x, Layer.Forward(x));

    private protected override Tensor ComputeSteps(SequenceTensor x) => Added(x.Values, Layer.Forward(x).Values);

    static Tensor Added(Tensor x, Tensor change) => x.Shape == change.Shape
        ? Ops.Add(x, change)
        : throw new ShapeException($"Residual: expected a layer that keeps the shape {x.Shape}, got {change.Shape} from it. Let its last layer have as many outputs as the first has inputs.");
}
