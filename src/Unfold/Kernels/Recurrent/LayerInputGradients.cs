using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Where a walk back puts the gradients of x, a step after it made those of the gates; the default where that is done afterwards or not at all.</summary>
/// <param name="rows">dx [Rows, inputs], packed rows without gaps.</param>
/// <param name="weights">W_ih [G·H, inputs]: <see cref="PackedMatrix{T}.Pack(int, int, ReadOnlySpan{T}, int, Span{T})"/> of W_ih.</param>
/// <param name="accumulate">Whether they are added to what is there.</param>
readonly ref struct LayerInputGradients<T>(Span<T> rows, PackedMatrix<T> weights, bool accumulate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly Span<T> Rows = rows;
    public readonly PackedMatrix<T> Weights = weights;
    public readonly bool Accumulate = accumulate;
}
