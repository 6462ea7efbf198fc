using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The elements of a matrix that are not zero, by rows and by columns, where they are few; kept in the calling thread's own memory until it looks for others.</summary>
/// <remarks>The gradient of a largest value over time is such a matrix: one element for each text and feature.</remarks>
readonly unsafe struct SparseRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int BlockRows = 1024;

    SparseRows(int columns, int* rowStarts, int* entries, T* values, int count)
    {
        RowStarts = rowStarts;
        ColumnStarts = entries;
        Columns = entries + columns + 1;
        RowNumbers = Columns + count;
        Values = values;
        ColumnValues = values + count;
    }

    /// <summary>Of every row, where its elements begin; one more at the end.</summary>
    public readonly int* RowStarts;

    /// <summary>The column of each element, row by row.</summary>
    public readonly int* Columns;

    /// <summary>The elements, row by row.</summary>
    public readonly T* Values;

    /// <summary>Of every column, where its elements begin; one more at the end.</summary>
    public readonly int* ColumnStarts;

    /// <summary>The row of each element, column by column, rows ascending.</summary>
    public readonly int* RowNumbers;

    /// <summary>The elements, column by column.</summary>
    public readonly T* ColumnValues;

    /// <summary>Finds them, where they are at most one in <paramref name="oneIn"/>.</summary>
    public static bool TryFind(ArraySegment<T> matrix, int columns, int oneIn, out SparseRows<T> found)
    {
        int rows = matrix.Count / columns;
        int* starts = Scratch<int>.ForA(rows + 1);
        Workers.Run(new CountWork(matrix, columns, starts), (rows + BlockRows - 1) / BlockRows);
        long count = 0;
        for (int row = 0; row < rows; row++)
        {
            int own = starts[row];
            starts[row] = (int)count;
            count += own;
            if (count * oneIn > matrix.Count)
            {
                found = default;
                return false;
            }
        }
        starts[rows] = (int)count;
        found = new SparseRows<T>(columns, starts, Scratch<int>.ForB(columns + 1 + (2 * (nint)count)), Scratch<T>.ForState(2 * (nint)count), (int)count);
        Workers.Run(new FillWork(matrix, columns, found), (rows + BlockRows - 1) / BlockRows);
        found.SortByColumn(rows, columns);
        return true;
    }

    void SortByColumn(int rows, int columns)
    {
        new Span<int>(ColumnStarts, columns + 1).Clear();
        int count = RowStarts[rows];
        for (int i = 0; i < count; i++) ColumnStarts[Columns[i] + 1]++;
        for (int c = 0; c < columns; c++) ColumnStarts[c + 1] += ColumnStarts[c];
        for (int row = 0; row < rows; row++)
        {
            for (int i = RowStarts[row]; i < RowStarts[row + 1]; i++)
            {
                int at = ColumnStarts[Columns[i]]++;
                (RowNumbers[at], ColumnValues[at]) = (row, Values[i]);
            }
        }
        for (int c = columns; c > 0; c--) ColumnStarts[c] = ColumnStarts[c - 1];
        ColumnStarts[0] = 0;
    }

    /// <summary>The place of the next element from <paramref name="from"/> on that is not zero, bit for bit; −1 where there is none.</summary>
    static int Next(ReadOnlySpan<T> row, int from)
    {
        int at = Unsafe.SizeOf<T>() == sizeof(float)
            ? MemoryMarshal.Cast<T, int>(row[from..]).IndexOfAnyExcept(0)
            : MemoryMarshal.Cast<T, long>(row[from..]).IndexOfAnyExcept(0);
        return at < 0 ? -1 : from + at;
    }

    readonly struct CountWork(ArraySegment<T> matrix, int columns, int* counts) : IWork
    {
        public void Run(int block)
        {
            int end = Math.Min(matrix.Count / columns, (block + 1) * BlockRows);
            for (int row = block * BlockRows; row < end; row++)
            {
                ReadOnlySpan<T> values = matrix.AsSpan(row * columns, columns);
                int count = 0;
                for (int at = Next(values, 0); at >= 0; at = Next(values, at + 1)) count++;
                counts[row] = count;
            }
        }
    }

    readonly struct FillWork(ArraySegment<T> matrix, int columns, SparseRows<T> found) : IWork
    {
        public void Run(int block)
        {
            int end = Math.Min(matrix.Count / columns, (block + 1) * BlockRows);
            for (int row = block * BlockRows; row < end; row++)
            {
                int i = found.RowStarts[row];
                if (i == found.RowStarts[row + 1]) continue;
                ReadOnlySpan<T> values = matrix.AsSpan(row * columns, columns);
                for (int at = Next(values, 0); at >= 0; at = Next(values, at + 1), i++) (found.Columns[i], found.Values[i]) = (at, values[at]);
            }
        }
    }
}
