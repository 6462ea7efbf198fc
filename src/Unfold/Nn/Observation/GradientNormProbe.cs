using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Nn;

/// <summary>Takes the squared norm of the gradient of every row while it is in the cache anyway.</summary>
readonly struct GradientNormProbe(ArraySegment<double> states, ArraySegment<double> cells, int[] stepOffsets) : IRecurrentProbe
{
    public void OnStep<T>(int step, int firstSequence, int units, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T> => Squares(states, stepOffsets[step] + firstSequence, units, gradient);

    public void OnCell<T>(int step, int firstSequence, int units, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T> => Squares(cells, stepOffsets[step] + firstSequence, units, gradient);

    static void Squares<T>(ArraySegment<double> to, int row, int units, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<double> sums = to.AsSpan(row, gradient.Length / units);
        for (int r = 0; r < sums.Length; r++) sums[r] = SumOfSquares.Of(gradient.Slice(r * units, units));
    }
}
