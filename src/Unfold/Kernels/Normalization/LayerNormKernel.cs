using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Normalises each row by its own mean and deviation, in fixed blocks of rows.</summary>
static class LayerNormKernel
{
    const int BlockElements = 1 << 15;

    /// <summary>normal = (x − mean of the row) / √(variance of the row + epsilon) and y = normal · weight + bias; inverse[row] is what it was multiplied by.</summary>
    public static void Forward<T>(
        ArraySegment<T> x, ArraySegment<T> weight, ArraySegment<T> bias, double epsilon, ArraySegment<T> normal, ArraySegment<T> inverse, ArraySegment<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = x.Count / weight.Count, step = RowsInBlock(weight.Count);
        Workers.Run(new ForwardWork<T>(x, weight, bias, epsilon, normal, inverse, y, step), (rows + step - 1) / step);
    }

    /// <summary>dx += inverse · (g − mean g − normal · mean (g · normal)) with g = dy · weight, row by row.</summary>
    public static void Backward<T>(ArraySegment<T> dy, ArraySegment<T> weight, ArraySegment<T> normal, ArraySegment<T> inverse, ArraySegment<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = dy.Count / weight.Count, step = RowsInBlock(weight.Count);
        Workers.Run(new BackwardWork<T>(dy, weight, normal, inverse, dx, step), (rows + step - 1) / step);
    }

    static int RowsInBlock(int columns) => Math.Max(1, BlockElements / columns);

    readonly struct ForwardWork<T>(
        ArraySegment<T> x, ArraySegment<T> weight, ArraySegment<T> bias, double epsilon, ArraySegment<T> normal, ArraySegment<T> inverse, ArraySegment<T> y, int step) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int block)
        {
            int columns = weight.Count, end = Math.Min(inverse.Count, (block + 1) * step);
            Span<T> scales = inverse;
            for (int r = block * step; r < end; r++)
            {
                ReadOnlySpan<T> from = x.Slice(r * columns, columns);
                Span<T> row = normal.Slice(r * columns, columns);
                Elementwise.Shift(T.CreateTruncating(-Reduce.Sum(from) / columns), from, row);
                scales[r] = T.CreateTruncating(1 / Math.Sqrt((Reduce.SumOfSquares<T>(row) / columns) + epsilon));
                Elementwise.Scale(scales[r], row, row);
                Map.Apply<MultiplyAddOperator<T>, T>(default, row, weight, bias, y.Slice(r * columns, columns));
            }
        }
    }

    readonly unsafe struct BackwardWork<T>(ArraySegment<T> dy, ArraySegment<T> weight, ArraySegment<T> normal, ArraySegment<T> inverse, ArraySegment<T> dx, int step) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int block)
        {
            int columns = weight.Count, end = Math.Min(inverse.Count, (block + 1) * step);
            var g = new Span<T>(Scratch<T>.ForState(columns), columns);
            ReadOnlySpan<T> scales = inverse;
            for (int r = block * step; r < end; r++)
            {
                ReadOnlySpan<T> row = normal.Slice(r * columns, columns);
                Elementwise.Multiply<T>(dy.Slice(r * columns, columns), weight, g);
                double mean = Reduce.Sum<T>(g) / columns, slope = Reduce.Dot(g, row) / columns;
                Elementwise.Shift(T.CreateTruncating(-mean), g, g);
                Elementwise.AddScaled(row, T.CreateTruncating(-slope), g);
                Elementwise.AddScaled(g, scales[r], dx.Slice(r * columns, columns));
            }
        }
    }
}
