using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Scalar stand-ins, to be deleted when the vector kernels of the same names land.</summary>
static class Elementwise
{
    /// <summary>y[i] += a · x[i].</summary>
    public static void AddScaled<T>(ReadOnlySpan<T> x, T a, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++) y[i] += a * x[i];
    }

    /// <summary>y[i] = a[i] · b[i].</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < a.Length; i++) y[i] = a[i] * b[i];
    }

    /// <summary>y[i] += a[i] · b[i].</summary>
    public static void AddProduct<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < a.Length; i++) y[i] += a[i] * b[i];
    }

    public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++) y[i] = T.Tanh(x[i]);
    }

    public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++) y[i] = T.One / (T.One + T.Exp(-x[i]));
    }

    public static void Relu<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++) y[i] = x[i] > T.Zero ? x[i] : T.Zero;
    }

    public static void TanhBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++) dx[i] += dy[i] * (T.One - (y[i] * y[i]));
    }

    public static void SigmoidBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++) dx[i] += dy[i] * y[i] * (T.One - y[i]);
    }

    public static void ReluBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            if (y[i] > T.Zero) dx[i] += dy[i];
        }
    }

    /// <summary>Σ x, in double precision.</summary>
    public static double Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in x) sum += double.CreateTruncating(value);
        return sum;
    }

    /// <summary>sums[c] += Σ_r x[r, c].</summary>
    public static void AddColumnSums<T>(ReadOnlySpan<T> x, int columns, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < x.Length; start += columns) AddScaled(x.Slice(start, columns), T.One, sums);
    }
}
