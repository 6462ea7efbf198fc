namespace Unfold.Nn;

/// <summary>An element-wise non-linearity as a layer.</summary>
/// <param name="activation">Which one.</param>
public sealed class ActivationLayer(Activation activation) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Activate(x, activation);

    /// <inheritdoc/>
    protected override string Describe() => $"{activation}";
}
