using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>Σ x², added up in double precision: the square of a gradient of 1e-25 is still there.</summary>
static class SumOfSquares
{
    const float Scale = 1L << 40;

    public static double Of<T>(ReadOnlySpan<T> x)
        where T : unmanaged => typeof(T) == typeof(float) ? Of(MemoryMarshal.Cast<T, float>(x)) : Of(MemoryMarshal.Cast<T, double>(x));

    /// <summary>Σ x² of each row; those of single precision come from one loop without calls.</summary>
    public static void OfRows<T>(ReadOnlySpan<T> x, int width, Span<double> sums)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float) && width % (2 * Vector<float>.Count) == 0)
        {
            OfWholeRows(MemoryMarshal.Cast<T, float>(x), width, sums);
            return;
        }
        for (int r = 0; r < sums.Length; r++) sums[r] = Of(x.Slice(r * width, width));
    }

    /// <summary>Σ (x − y)².</summary>
    public static double OfDifference<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, INumberBase<T>
    {
        double sum = 0;
        Span<T> part = stackalloc T[64];
        for (int start = 0; start < x.Length; start += part.Length)
        {
            int length = Math.Min(part.Length, x.Length - start);
            for (int i = 0; i < length; i++) part[i] = x[start + i] - y[start + i];
            sum += Of<T>(part[..length]);
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void OfWholeRows(ReadOnlySpan<float> x, int width, Span<double> sums)
    {
        var factor = new Vector<float>(Scale);
        ref float row = ref MemoryMarshal.GetReference(x);
        for (int r = 0; r < sums.Length; r++, row = ref Unsafe.Add(ref row, width))
        {
            (Vector<float> even, Vector<float> odd) = (Vector<float>.Zero, Vector<float>.Zero);
            for (int i = 0; i < width; i += 2 * Vector<float>.Count)
            {
                Vector<float> low = Vector.LoadUnsafe(ref row, (nuint)i) * factor, high = Vector.LoadUnsafe(ref row, (nuint)(i + Vector<float>.Count)) * factor;
                (even, odd) = (even + (low * low), odd + (high * high));
            }
            float sum = Vector.Sum(even + odd);
            sums[r] = sum is > 1e-30f and < 1e38f ? sum / ((double)Scale * Scale) : InDouble(x.Slice(r * width, width));
        }
    }

    /// <summary>Adds up in single precision, scaled so that numbers of 1e-31 to 1e7 stay what they are; others are added up again in double.</summary>
    static double Of(ReadOnlySpan<float> x)
    {
        (Vector<float> even, Vector<float> odd) = (Vector<float>.Zero, Vector<float>.Zero);
        var factor = new Vector<float>(Scale);
        ref float first = ref MemoryMarshal.GetReference(x);
        int i = 0;
        for (; i <= x.Length - 2 * Vector<float>.Count; i += 2 * Vector<float>.Count)
        {
            Vector<float> low = Vector.LoadUnsafe(ref first, (nuint)i) * factor, high = Vector.LoadUnsafe(ref first, (nuint)(i + Vector<float>.Count)) * factor;
            (even, odd) = (even + (low * low), odd + (high * high));
        }
        float sum = Vector.Sum(even + odd);
        for (; i < x.Length; i++) sum += x[i] * Scale * (x[i] * Scale);
        return sum is > 1e-30f and < 1e38f ? sum / ((double)Scale * Scale) : InDouble(x);
    }

    static double InDouble(ReadOnlySpan<float> x)
    {
        (Vector<double> even, Vector<double> odd) = (Vector<double>.Zero, Vector<double>.Zero);
        int i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[i..]), out Vector<double> low, out Vector<double> high);
            (even, odd) = (even + (low * low), odd + (high * high));
        }
        double sum = Vector.Sum(even + odd);
        for (; i < x.Length; i++) sum += (double)x[i] * x[i];
        return sum;
    }

    static double Of(ReadOnlySpan<double> x)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var part = new Vector<double>(x[i..]);
            sums += part * part;
        }
        double sum = Vector.Sum(sums);
        for (; i < x.Length; i++) sum += x[i] * x[i];
        return sum;
    }
}
