using System.Numerics;

namespace Unfold.Kernels;

/// <summary>What a walk needs to make the gates' x-part itself, a step before it uses it; the default where that was made beforehand.</summary>
/// <param name="rows">x [Rows, inputs], packed rows without gaps.</param>
/// <param name="weights">W_ihᵀ [inputs, G·H]: <see cref="PackedMatrix{T}.PackTransposed"/> of W_ih.</param>
/// <param name="bias">[G·H], or empty.</param>
readonly ref struct LayerInputs<T>(ReadOnlySpan<T> rows, PackedMatrix<T> weights, ReadOnlySpan<T> bias)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly ReadOnlySpan<T> Rows = rows;
    public readonly PackedMatrix<T> Weights = weights;
    public readonly ReadOnlySpan<T> Bias = bias;
}
