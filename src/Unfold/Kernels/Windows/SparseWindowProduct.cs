using System.Numerics;

namespace Unfold.Kernels;

/// <summary>The gradients of a convolution from a gradient of its result that is zero almost everywhere: element by element, in fixed blocks and a fixed order.</summary>
static class SparseWindowProduct
{
    const int BlockRows = 256;
    const int BlockFilters = 4;

    /// <summary>dx[row] (+)= Σ over the windows that cover the row of g · weight[filter, place].</summary>
    /// <param name="gradient">The elements of the result's gradient.</param>
    /// <param name="covering">From each row of x to the rows of the result whose windows cover it, the last place of the window first.</param>
    /// <param name="weight">[filters, places, inputs].</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="dx">[rows, inputs].</param>
    /// <param name="accumulate">Whether dx is added to.</param>
    public static void Input<T>(SparseRows<T> gradient, WindowMap covering, ArraySegment<T> weight, int inputs, ArraySegment<T> dx, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Workers.Run(new InputWork<T>(gradient, covering, weight, inputs, dx, accumulate), ((dx.Count / inputs) + BlockRows - 1) / BlockRows);

    /// <summary>dw[filter, place] += Σ over the filter's elements of g · the row under that place.</summary>
    /// <param name="gradient">The elements of the result's gradient.</param>
    /// <param name="windows">From each row of the result to the rows of x that its window covers.</param>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="dw">[filters, places, inputs].</param>
    public static void Weight<T>(SparseRows<T> gradient, WindowMap windows, ArraySegment<T> x, int inputs, ArraySegment<T> dw)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int filters = dw.Count / windows.Width / inputs;
        Workers.Run(new WeightWork<T>(gradient, windows, x, inputs, dw, filters), (filters + BlockFilters - 1) / BlockFilters);
    }

    /// <summary>sums[filter] += Σ of the filter's elements.</summary>
    public static unsafe void Bias<T>(SparseRows<T> gradient, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int filter = 0; filter < sums.Length; filter++)
        {
            double sum = 0;
            for (int i = gradient.ColumnStarts[filter]; i < gradient.ColumnStarts[filter + 1]; i++) sum += double.CreateTruncating(gradient.ColumnValues[i]);
            sums[filter] += T.CreateTruncating(sum);
        }
    }

    readonly unsafe struct InputWork<T>(SparseRows<T> gradient, WindowMap covering, ArraySegment<T> weight, int inputs, ArraySegment<T> dx, bool accumulate) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int block)
        {
            int row = block * BlockRows, end = Math.Min(dx.Count / inputs, row + BlockRows), step = covering.StepOf(row);
            for (; row < end; row++)
            {
                step = covering.NextStep(step, row);
                Span<T> to = dx.AsSpan(row * inputs, inputs);
                if (!accumulate) to.Clear();
                for (int turned = 0; turned < covering.Width; turned++)
                {
                    int result = covering.Source(row, step, turned), place = covering.Width - 1 - turned;
                    if (result < 0) continue;
                    for (int i = gradient.RowStarts[result]; i < gradient.RowStarts[result + 1]; i++)
                        Elementwise.AddScaled(weight.AsSpan(((gradient.Columns[i] * covering.Width) + place) * inputs, inputs), gradient.Values[i], to);
                }
            }
        }
    }

    readonly unsafe struct WeightWork<T>(SparseRows<T> gradient, WindowMap windows, ArraySegment<T> x, int inputs, ArraySegment<T> dw, int filters) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int block)
        {
            int end = Math.Min(filters, (block + 1) * BlockFilters);
            for (int filter = block * BlockFilters; filter < end; filter++)
            {
                for (int i = gradient.ColumnStarts[filter]; i < gradient.ColumnStarts[filter + 1]; i++)
                {
                    int row = gradient.RowNumbers[i], step = windows.StepOf(row);
                    for (int place = 0; place < windows.Width; place++)
                    {
                        int from = windows.Source(row, step, place);
                        if (from >= 0)
                            Elementwise.AddScaled(x.AsSpan(from * inputs, inputs), gradient.ColumnValues[i], dw.AsSpan(((filter * windows.Width) + place) * inputs, inputs));
                    }
                }
            }
        }
    }
}
