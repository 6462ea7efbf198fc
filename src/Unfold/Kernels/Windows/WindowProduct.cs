using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Products of windows with a matrix, in fixed blocks of rows: the windows of a block are laid out in the thread's own memory, never all at once.</summary>
static unsafe class WindowProduct
{
    const int BlockRows = 192;

    /// <summary>
    /// destination [rows, columns] (+)= windows [rows, Width · inputs] · B, plus a bias where there is one; B packed by
    /// <see cref="PackedMatrix{T}"/>.
    /// </summary>
    public static void Multiply<T>(
        WindowMap map, int rows, ArraySegment<T> source, int inputs, ArraySegment<T> panels, ArraySegment<T> bias, ArraySegment<T> destination, int columns, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Workers.Run(new Product<T>(map, rows, source, inputs, panels, bias, destination, columns, accumulate), (rows + BlockRows - 1) / BlockRows);

    /// <summary>Writes the windows of target rows row … row + count − 1 one below the other.</summary>
    public static void Gather<T>(WindowMap map, ArraySegment<T> source, int inputs, int row, int count, ArraySegment<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Workers.Run(new Layout<T>(map, source, inputs, row, count, destination), (count + BlockRows - 1) / BlockRows);

    readonly struct Product<T>(
        WindowMap map, int rows, ArraySegment<T> source, int inputs, ArraySegment<T> panels, ArraySegment<T> bias, ArraySegment<T> destination, int columns, bool accumulate) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int block)
        {
            int first = block * BlockRows, count = Math.Min(BlockRows, rows - first), depth = map.Width * inputs;
            Span<T> to = destination.AsSpan(first * columns, count * columns);
            var windows = new Span<T>(Scratch<T>.ForState(BlockRows * depth), count * depth);
            map.Gather<T>(source, inputs, first, count, windows);
            if (bias.Count > 0)
                RowKernels.FillBias<T>(bias, to);
            MatMul.MultiplyPacked(count, windows, depth, new PackedMatrix<T>(panels, depth, columns), to, columns, accumulate || bias.Count > 0);
        }
    }

    readonly struct Layout<T>(WindowMap map, ArraySegment<T> source, int inputs, int row, int count, ArraySegment<T> destination) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int block)
        {
            int first = block * BlockRows, rows = Math.Min(BlockRows, count - first), width = map.Width * inputs;
            map.Gather<T>(source, inputs, row + first, rows, destination.AsSpan(first * width, rows * width));
        }
    }
}
