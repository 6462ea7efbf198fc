using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Nn;

/// <summary>Takes the squared norm of the gradient of every row while it is in the cache anyway.</summary>
/// <param name="states">[N] takes those of the states.</param>
/// <param name="cells">[N] takes those of what passes through the cells; empty where there are none.</param>
/// <param name="carried">[N] takes those of the states without what arrives directly; empty where nothing does.</param>
/// <param name="direct">What arrives directly: [N, stride], this direction from a column on.</param>
/// <param name="column">That column.</param>
/// <param name="stepOffsets">The first packed row of each step.</param>
readonly struct GradientNormProbe(
    ArraySegment<double> states, ArraySegment<double> cells, ArraySegment<double> carried, Tensor? direct, int column, int[] stepOffsets) : IRecurrentProbe
{
    public void OnStep<T>(int step, int firstSequence, int units, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int row = stepOffsets[step] + firstSequence;
        Squares(states, row, units, gradient);
        if (direct is null) return;
        int stride = direct.Shape.Columns;
        ReadOnlySpan<T> arrives = direct.Span<T>();
        Span<double> sums = carried.AsSpan(row, gradient.Length / units);
        for (int r = 0; r < sums.Length; r++)
        {
            sums[r] = SumOfSquares.OfDifference(gradient.Slice(r * units, units), arrives.Slice(((row + r) * stride) + column, units));
        }
    }

    public void OnCell<T>(int step, int firstSequence, int units, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T> => Squares(cells, stepOffsets[step] + firstSequence, units, gradient);

    static void Squares<T>(ArraySegment<double> to, int row, int units, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T> => SumOfSquares.OfRows(gradient, units, to.AsSpan(row, gradient.Length / units));
}
