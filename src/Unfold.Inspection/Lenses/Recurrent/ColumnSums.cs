using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Sums, shares and extremes of columns of a packed matrix over chosen rows: every unit's, or every gate's of every unit.</summary>
sealed class ColumnSums(int columns)
{
    /// <summary>Rows that are added up in single precision before they go on into double.</summary>
    const int Block = 256;

    /// <summary>Σ x of each column.</summary>
    public double[] Sums { get; } = new double[columns];

    /// <summary>How many lie below the lower bound.</summary>
    public double[] Below { get; } = new double[columns];

    /// <summary>How many lie above the upper bound.</summary>
    public double[] Above { get; } = new double[columns];

    /// <summary>The largest |x|.</summary>
    public double[] Largest { get; } = new double[columns];

    /// <summary>Rows added.</summary>
    public long Rows { get; private set; }

    /// <summary>The mean of all columns; NaN without rows.</summary>
    public double Mean => Share(Sums);

    /// <summary>The mean of one of these arrays over rows and columns.</summary>
    public double Share(double[] sums) => Rows == 0 ? double.NaN : sums.Sum() / (Rows * (double)columns);

    /// <summary>Adds rows of a matrix: its columns from one on.</summary>
    public void Add(Tensor matrix, int stride, int first, ReadOnlySpan<int> rows, double low, double high)
    {
        if (matrix.DType == DType.Float32)
            Add<float>(matrix.Span<float>(), stride, first, rows, (float)low, (float)high);
        else
            Add<double>(matrix.Span<double>(), stride, first, rows, low, high);
        Rows += rows.Length;
    }

    public void Clear()
    {
        foreach (double[] sums in (ReadOnlySpan<double[]>)[Sums, Below, Above, Largest])
            Array.Clear(sums);
        Rows = 0;
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        foreach ((string name, double[] sums) in (ReadOnlySpan<(string, double[])>)[("sums", Sums), ("below", Below), ("above", Above), ("largest", Largest)])
            state.Fill<double>(name, sums);
        Rows = state.Number("rows", Rows);
    }

    void Add<T>(ReadOnlySpan<T> matrix, int stride, int first, ReadOnlySpan<int> rows, T low, T high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < rows.Length; start += Block)
        {
            ReadOnlySpan<int> block = rows.Slice(start, Math.Min(Block, rows.Length - start));
            int column = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                for (; column <= columns - (2 * Vector512<T>.Count); column += 2 * Vector512<T>.Count)
                    AddTwoWide(matrix, stride, first + column, block, low, high, column);
            }
            for (; column <= columns - (2 * Vector<T>.Count); column += 2 * Vector<T>.Count)
                AddTwo(matrix, stride, first + column, block, low, high, column);
            for (; column <= columns - Vector<T>.Count; column += Vector<T>.Count)
                AddVector(matrix, stride, first + column, block, low, high, column);
            for (; column < columns; column++)
                AddOne(matrix, stride, first + column, block, low, high, column);
        }
    }

    void AddVector<T>(ReadOnlySpan<T> matrix, int stride, int first, ReadOnlySpan<int> rows, T low, T high, int column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Vector<T> lower, Vector<T> upper, Vector<T> one) = (new(low), new(high), Vector<T>.One);
        (Vector<T> sum, Vector<T> below, Vector<T> above, Vector<T> largest) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        foreach (int row in rows)
        {
            Vector<T> x = new(matrix[(row * stride + first)..]);
            sum += x;
            below += Vector.LessThan(x, lower) & one;
            above += Vector.GreaterThan(x, upper) & one;
            largest = Vector.Max(largest, Vector.Abs(x));
        }
        Keep(column, sum, below, above, largest);
    }

    /// <summary>Two vectors side by side: most of a row's cost is to find it.</summary>
    void AddTwo<T>(ReadOnlySpan<T> matrix, int stride, int first, ReadOnlySpan<int> rows, T low, T high, int column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Vector<T> lower, Vector<T> upper, Vector<T> one) = (new(low), new(high), Vector<T>.One);
        (Vector<T> sum0, Vector<T> below0, Vector<T> above0, Vector<T> largest0) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        (Vector<T> sum1, Vector<T> below1, Vector<T> above1, Vector<T> largest1) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        foreach (int row in rows)
        {
            ref T at = ref MemoryMarshal.GetReference(matrix.Slice((row * stride) + first, 2 * Vector<T>.Count));
            (Vector<T> x, Vector<T> y) = (Vector.LoadUnsafe(ref at), Vector.LoadUnsafe(ref at, (nuint)Vector<T>.Count));
            (sum0, sum1) = (sum0 + x, sum1 + y);
            (below0, below1) = (below0 + (Vector.LessThan(x, lower) & one), below1 + (Vector.LessThan(y, lower) & one));
            (above0, above1) = (above0 + (Vector.GreaterThan(x, upper) & one), above1 + (Vector.GreaterThan(y, upper) & one));
            (largest0, largest1) = (Vector.Max(largest0, Vector.Abs(x)), Vector.Max(largest1, Vector.Abs(y)));
        }
        Keep(column, sum0, below0, above0, largest0);
        Keep(column + Vector<T>.Count, sum1, below1, above1, largest1);
    }

    /// <summary>The same in the widest vectors there are: of 32 single-precision columns a row is read as a whole.</summary>
    void AddTwoWide<T>(ReadOnlySpan<T> matrix, int stride, int first, ReadOnlySpan<int> rows, T low, T high, int column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Vector512<T> lower, Vector512<T> upper, Vector512<T> one) = (Vector512.Create(low), Vector512.Create(high), Vector512<T>.One);
        (Vector512<T> sum0, Vector512<T> below0, Vector512<T> above0, Vector512<T> largest0) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        (Vector512<T> sum1, Vector512<T> below1, Vector512<T> above1, Vector512<T> largest1) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        foreach (int row in rows)
        {
            ref T at = ref MemoryMarshal.GetReference(matrix.Slice((row * stride) + first, 2 * Vector512<T>.Count));
            (Vector512<T> x, Vector512<T> y) = (Vector512.LoadUnsafe(ref at), Vector512.LoadUnsafe(ref at, (nuint)Vector512<T>.Count));
            (sum0, sum1) = (sum0 + x, sum1 + y);
            (below0, below1) = (below0 + (Vector512.LessThan(x, lower) & one), below1 + (Vector512.LessThan(y, lower) & one));
            (above0, above1) = (above0 + (Vector512.GreaterThan(x, upper) & one), above1 + (Vector512.GreaterThan(y, upper) & one));
            (largest0, largest1) = (Vector512.Max(largest0, Vector512.Abs(x)), Vector512.Max(largest1, Vector512.Abs(y)));
        }
        Keep(column, sum0, below0, above0, largest0);
        Keep(column + Vector512<T>.Count, sum1, below1, above1, largest1);
    }

    void AddOne<T>(ReadOnlySpan<T> matrix, int stride, int first, ReadOnlySpan<int> rows, T low, T high, int column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (double sum, double below, double above, double largest) = (0, 0, 0, 0);
        foreach (int row in rows)
        {
            T x = matrix[row * stride + first];
            sum += double.CreateTruncating(x);
            below += x < low ? 1 : 0;
            above += x > high ? 1 : 0;
            largest = Math.Max(largest, Math.Abs(double.CreateTruncating(x)));
        }
        Keep(column, sum, below, above, largest);
    }

    void Keep<T>(int column, Vector<T> sum, Vector<T> below, Vector<T> above, Vector<T> largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int lane = 0; lane < Vector<T>.Count; lane++)
            Keep(column + lane, double.CreateTruncating(sum[lane]), double.CreateTruncating(below[lane]), double.CreateTruncating(above[lane]), double.CreateTruncating(largest[lane]));
    }

    void Keep<T>(int column, Vector512<T> sum, Vector512<T> below, Vector512<T> above, Vector512<T> largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int lane = 0; lane < Vector512<T>.Count; lane++)
            Keep(column + lane, double.CreateTruncating(sum[lane]), double.CreateTruncating(below[lane]), double.CreateTruncating(above[lane]), double.CreateTruncating(largest[lane]));
    }

    void Keep(int column, double sum, double below, double above, double largest)
    {
        Sums[column] += sum;
        Below[column] += below;
        Above[column] += above;
        Largest[column] = Math.Max(Largest[column], largest);
    }
}
