using System.Numerics;
using System.Runtime.InteropServices;

namespace Unfold.Inspection;

/// <summary>What lenses add up over many numbers: in double precision, whatever the numbers are, and a vector at a time.</summary>
static class Sums
{
    /// <summary>Σ x².</summary>
    public static double Squares<T>(ReadOnlySpan<T> x)
        where T : unmanaged => typeof(T) == typeof(float)
        ? VectorSums.OfSquares(MemoryMarshal.Cast<T, float>(x))
        : VectorSums.OfSquares(MemoryMarshal.Cast<T, double>(x));

    /// <summary>Σ x² of a tensor.</summary>
    public static double Squares(Tensor x) => x.DType == DType.Float32 ? Squares<float>(x.Span<float>()) : Squares<double>(x.Span<double>());

    /// <summary>Σ x·y.</summary>
    public static double Products<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged => typeof(T) == typeof(float)
        ? Of(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y))
        : Of(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y));

    /// <summary>How many numbers of a gradient are NaN or infinite.</summary>
    public static long NonFinite(Gradient gradient, DType dtype)
    {
        long count = 0;
        if (dtype == DType.Float32)
        {
            foreach (float value in gradient.Values<float>())
                count += float.IsFinite(value) ? 0 : 1;
            return count;
        }
        foreach (double value in gradient.Values<double>())
            count += double.IsFinite(value) ? 0 : 1;
        return count;
    }

    /// <summary>Σ over the rows of their Euclidean norms.</summary>
    public static double RowNorms<T>(ReadOnlySpan<T> x, int width)
        where T : unmanaged
    {
        double sum = 0;
        for (int at = 0; at < x.Length; at += width)
            sum += Norm(x.Slice(at, width));
        return sum;
    }

    /// <summary>The Euclidean norm of every row.</summary>
    public static void RowNorms<T>(ReadOnlySpan<T> x, int width, Span<double> norms)
        where T : unmanaged
    {
        for (int at = 0, row = 0; at < x.Length; at += width, row++)
            norms[row] = Norm(x.Slice(at, width));
    }

    /// <summary>Adds to each column's count how many of its numbers are larger than a threshold in absolute value.</summary>
    public static void CountAbove<T>(ReadOnlySpan<T> x, int width, T threshold, Span<long> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int column = 0;
        Vector<T> bound = new(threshold);
        for (; column <= width - Vector<T>.Count; column += Vector<T>.Count)
        {
            Vector<T> count = Vector<T>.Zero;
            for (int at = column; at < x.Length; at += width)
                count += Vector.BitwiseAnd(Vector.GreaterThan(Vector.Abs(new Vector<T>(x[at..])), bound), Vector<T>.One);
            for (int i = 0; i < Vector<T>.Count; i++)
                counts[column + i] += long.CreateTruncating(count[i]);
        }
        for (; column < width; column++)
        {
            long count = 0;
            for (int at = column; at < x.Length; at += width)
                count += T.Abs(x[at]) > threshold ? 1 : 0;
            counts[column] += count;
        }
    }

    /// <summary>The median of finite numbers, without sorting all of them; puts them in another order. NaN without any.</summary>
    public static double Median(Span<double> x)
    {
        if (x.Length == 0)
            return double.NaN;
        int middle = (x.Length - 1) / 2;
        for (int from = 0, to = x.Length - 1; from < to;)
        {
            double pivot = x[(from + to) / 2];
            (int left, int right) = (from, to);
            while (left <= right)
            {
                while (x[left] < pivot)
                    left++;
                while (x[right] > pivot)
                    right--;
                if (left > right)
                    break;
                (x[left], x[right]) = (x[right], x[left]);
                (left, right) = (left + 1, right - 1);
            }
            (from, to) = middle <= right ? (from, right) : middle >= left ? (left, to) : (middle, middle);
        }
        if (x.Length % 2 == 1)
            return x[middle];
        double above = x[middle + 1];
        foreach (double value in x[(middle + 2)..])
            above = Math.Min(above, value);
        return x[middle] * 0.5 + above * 0.5;
    }

    /// <summary>Σ (x − y)².</summary>
    public static double SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        (Vector<double> even, Vector<double> odd) = (Vector<double>.Zero, Vector<double>.Zero);
        int i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[i..]), out Vector<double> low, out Vector<double> high);
            Vector.Widen(new Vector<float>(y[i..]), out Vector<double> otherLow, out Vector<double> otherHigh);
            (low, high) = (low - otherLow, high - otherHigh);
            (even, odd) = (even + (low * low), odd + (high * high));
        }
        double sum = Vector.Sum(even + odd);
        for (; i < x.Length; i++)
            sum += ((double)x[i] - y[i]) * ((double)x[i] - y[i]);
        return sum;
    }

    /// <summary>Σ (x − y)².</summary>
    public static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        return sum;
    }

    /// <summary>How many numbers are larger than a threshold in absolute value.</summary>
    public static long CountAbove<T>(ReadOnlySpan<T> x, T threshold)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> count = Vector<T>.Zero, bound = new(threshold);
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
            count += Vector.BitwiseAnd(Vector.GreaterThan(Vector.Abs(new Vector<T>(x[i..])), bound), Vector<T>.One);
        long sum = long.CreateTruncating(Vector.Sum(count));
        for (; i < x.Length; i++)
            sum += T.Abs(x[i]) > threshold ? 1 : 0;
        return sum;
    }

    /// <summary>Σ x² of a short row, added up in its own precision where that holds it.</summary>
    public static double SquaresOfRow<T>(ReadOnlySpan<T> row)
        where T : unmanaged => typeof(T) == typeof(float) ? SquaresOfRow(MemoryMarshal.Cast<T, float>(row)) : VectorSums.OfSquares(MemoryMarshal.Cast<T, double>(row));

    static double Norm<T>(ReadOnlySpan<T> row)
        where T : unmanaged => Math.Sqrt(SquaresOfRow(row));

    /// <summary>Squares between 1e-30 and 1e30 add up in single precision without loss; a row of others is taken again in double.</summary>
    static double SquaresOfRow(ReadOnlySpan<float> row)
    {
        ref float first = ref MemoryMarshal.GetReference(row);
        Vector<float> squares = Vector<float>.Zero;
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> part = Vector.LoadUnsafe(ref first, (nuint)i);
            squares += part * part;
        }
        float square = Vector.Sum(squares);
        for (; i < row.Length; i++)
            square += row[i] * row[i];
        return square is > 1e-30f and < 1e30f ? square : VectorSums.OfSquares(row);
    }

    static double Of(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        (Vector<double> even, Vector<double> odd) = (Vector<double>.Zero, Vector<double>.Zero);
        int i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[i..]), out Vector<double> low, out Vector<double> high);
            Vector.Widen(new Vector<float>(y[i..]), out Vector<double> otherLow, out Vector<double> otherHigh);
            (even, odd) = (even + (low * otherLow), odd + (high * otherHigh));
        }
        double sum = Vector.Sum(even + odd);
        for (; i < x.Length; i++)
            sum += (double)x[i] * y[i];
        return sum;
    }

    static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
            sums += new Vector<double>(x[i..]) * new Vector<double>(y[i..]);
        double sum = Vector.Sum(sums);
        for (; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }
}
