using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Normalises columns by given means and deviations, in fixed blocks of rows.</summary>
static class BatchNormKernel
{
    const int BlockElements = 1 << 15;

    /// <summary>normal = (x − mean) · inverse and y = normal · weight + bias, column by column.</summary>
    public static void Forward<T>(
        ArraySegment<T> x, ArraySegment<T> mean, ArraySegment<T> inverse, ArraySegment<T> weight, ArraySegment<T> bias, ArraySegment<T> normal, ArraySegment<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = x.Count / mean.Count, step = RowsInBlock(mean.Count);
        Workers.Run(new ForwardWork<T>(x, mean, inverse, weight, bias, normal, y, step), (rows + step - 1) / step);
    }

    /// <summary>destination = x − mean, column by column.</summary>
    public static void Centre<T>(ArraySegment<T> x, ArraySegment<T> mean, ArraySegment<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = x.Count / mean.Count, step = RowsInBlock(mean.Count);
        Workers.Run(new CentreWork<T>(x, mean, destination, step), (rows + step - 1) / step);
    }

    /// <summary>dx += factor · (dy − mean − normal · slope), column by column; mean and slope are those of dy, negated, and empty where the moments were given.</summary>
    public static void Backward<T>(ArraySegment<T> dy, ArraySegment<T> normal, ArraySegment<T> factor, ArraySegment<T> minusMean, ArraySegment<T> minusSlope, ArraySegment<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = dy.Count / factor.Count, step = RowsInBlock(factor.Count);
        Workers.Run(new BackwardWork<T>(dy, normal, factor, minusMean, minusSlope, dx, step), (rows + step - 1) / step);
    }

    static int RowsInBlock(int columns) => Math.Max(1, BlockElements / columns);

    readonly struct CentreWork<T>(ArraySegment<T> x, ArraySegment<T> mean, ArraySegment<T> destination, int step) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int block)
        {
            int columns = mean.Count, end = Math.Min(x.Count, (block + 1) * step * columns);
            for (int at = block * step * columns; at < end; at += columns)
                Elementwise.Subtract<T>(x.Slice(at, columns), mean, destination.Slice(at, columns));
        }
    }

    readonly struct ForwardWork<T>(
        ArraySegment<T> x, ArraySegment<T> mean, ArraySegment<T> inverse, ArraySegment<T> weight, ArraySegment<T> bias, ArraySegment<T> normal, ArraySegment<T> y, int step) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int block)
        {
            int columns = mean.Count, end = Math.Min(x.Count, (block + 1) * step * columns);
            for (int at = block * step * columns; at < end; at += columns)
            {
                Span<T> row = normal.Slice(at, columns);
                Elementwise.Subtract<T>(x.Slice(at, columns), mean, row);
                Elementwise.Multiply<T>(row, inverse, row);
                Map.Apply<MultiplyAddOperator<T>, T>(default, row, weight, bias, y.Slice(at, columns));
            }
        }
    }

    readonly unsafe struct BackwardWork<T>(
        ArraySegment<T> dy, ArraySegment<T> normal, ArraySegment<T> factor, ArraySegment<T> minusMean, ArraySegment<T> minusSlope, ArraySegment<T> dx, int step) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int block)
        {
            int columns = factor.Count, end = Math.Min(dy.Count, (block + 1) * step * columns);
            var row = new Span<T>(Scratch<T>.ForState(columns), columns);
            for (int at = block * step * columns; at < end; at += columns)
            {
                if (minusMean.Count == 0)
                {
                    Elementwise.AddProduct<T>(dy.Slice(at, columns), factor, dx.Slice(at, columns));
                    continue;
                }
                Elementwise.Add<T>(dy.Slice(at, columns), minusMean, row);
                Elementwise.AddProduct<T>(normal.Slice(at, columns), minusSlope, row);
                Elementwise.AddProduct<T>(row, factor, dx.Slice(at, columns));
            }
        }
    }
}
