using System.Numerics;

namespace Unfold.Kernels;

/// <summary>The largest value of each column in windows of rows.</summary>
static class WindowMax
{
    const int BlockRows = 256;

    /// <summary>y [rows, columns] = the largest of each window, and places = where in the window it stands; the first of equal ones. Fixed blocks of rows.</summary>
    public static void Forward<T>(WindowMap map, int rows, ArraySegment<T> x, int columns, ArraySegment<T> y, ArraySegment<T> places)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Workers.Run(new Work<T>(map, rows, x, columns, y, places), (rows + BlockRows - 1) / BlockRows);

    /// <summary>dx at the place of each largest value += dy. Row after row on one thread: windows may overlap.</summary>
    public static void Backward<T>(WindowMap map, ReadOnlySpan<T> dy, ReadOnlySpan<T> places, int columns, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int step = 0;
        for (int row = 0; row * columns < dy.Length; row++)
        {
            step = map.NextStep(step, row);
            for (int c = 0; c < columns; c++)
            {
                int at = (row * columns) + c;
                dx[(map.Source(row, step, int.CreateTruncating(places[at])) * columns) + c] += dy[at];
            }
        }
    }

    readonly struct Work<T>(WindowMap map, int rows, ArraySegment<T> x, int columns, ArraySegment<T> y, ArraySegment<T> places) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int block)
        {
            int row = block * BlockRows, end = Math.Min(rows, row + BlockRows), step = map.StepOf(row);
            for (; row < end; row++)
            {
                step = map.NextStep(step, row);
                Span<T> best = y.AsSpan(row * columns, columns), place = places.AsSpan(row * columns, columns);
                x.AsSpan(map.Source(row, step, 0) * columns, columns).CopyTo(best);
                place.Clear();
                for (int k = 1; k < map.Width; k++)
                {
                    int from = map.Source(row, step, k);
                    if (from >= 0)
                        RunningMax.Update<T>(x.AsSpan(from * columns, columns), T.CreateTruncating(k), best, place);
                }
            }
        }
    }
}
