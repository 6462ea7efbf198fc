using System.Numerics;

namespace Unfold.Training;

/// <summary>Sums over long vectors of doubles, in blocks of fixed length whose results are added in order.</summary>
static class VectorMath
{
    const int Block = 1 << 15;

    /// <summary>Does stretches of fixed length, so that every number of threads gives the same.</summary>
    public static void InSpans(int count, Action<int, int> body) =>
        SparseMatrix.InBlocks((count + Block - 1) / Block, block => body(block * Block, Math.Min(count, (block + 1) * Block)));

    /// <summary>Σ a · b over the first <paramref name="count"/> elements.</summary>
    public static double Dot(double[] a, double[] b, int count)
    {
        int blocks = (count + Block - 1) / Block;
        if (blocks <= 1) return Sum(a.AsSpan(0, count), b.AsSpan(0, count));
        var parts = new double[blocks];
        SparseMatrix.InBlocks(blocks, block =>
        {
            int start = block * Block, length = Math.Min(Block, count - start);
            parts[block] = Sum(a.AsSpan(start, length), b.AsSpan(start, length));
        });
        double sum = 0;
        foreach (double part in parts) sum += part;
        return sum;
    }

    /// <summary>to += factor · from, over the first <paramref name="count"/> elements.</summary>
    public static void AddScaled(double[] from, double factor, double[] to, int count) => InSpans(count, (start, end) =>
    {
        ReadOnlySpan<Vector<double>> source = Wide(from.AsSpan(start, end - start));
        Span<Vector<double>> target = System.Runtime.InteropServices.MemoryMarshal.Cast<double, Vector<double>>(to.AsSpan(start, end - start));
        for (int i = 0; i < source.Length; i++) target[i] += source[i] * factor;
        for (int i = start + (source.Length * Vector<double>.Count); i < end; i++) to[i] += factor * from[i];
    });

    /// <summary>The largest magnitude.</summary>
    public static double Largest(double[] values)
    {
        double largest = 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    static double Sum(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector<double>> x = Wide(a), y = Wide(b);
        (Vector<double> even, Vector<double> odd) = (default, default);
        int i = 0;
        for (; i + 1 < x.Length; i += 2)
        {
            even += x[i] * y[i];
            odd += x[i + 1] * y[i + 1];
        }
        if (i < x.Length) even += x[i] * y[i];
        double sum = Vector.Sum(even + odd);
        for (int k = x.Length * Vector<double>.Count; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }

    static ReadOnlySpan<Vector<double>> Wide(ReadOnlySpan<double> values) => System.Runtime.InteropServices.MemoryMarshal.Cast<double, Vector<double>>(values);
}
