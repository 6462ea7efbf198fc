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
        if (typeof(T) == typeof(float)) return OfDifference(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y));
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double difference = double.CreateTruncating(x[i] - y[i]);
            sum += difference * difference;
        }
        return sum;
    }

    /// <summary>As <see cref="Of(ReadOnlySpan{float})"/>: in single precision where that holds the sum.</summary>
    static double OfDifference(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector<float> squares = Vector<float>.Zero, factor = new(Scale);
        ref float left = ref MemoryMarshal.GetReference(x), right = ref MemoryMarshal.GetReference(y);
        int i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> difference = (Vector.LoadUnsafe(ref left, (nuint)i) - Vector.LoadUnsafe(ref right, (nuint)i)) * factor;
            squares += difference * difference;
        }
        float sum = Vector.Sum(squares);
        for (; i < x.Length; i++) sum += (x[i] - y[i]) * Scale * ((x[i] - y[i]) * Scale);
        if (sum is > 1e-30f and < 1e38f) return sum / ((double)Scale * Scale);
        double all = 0;
        for (i = 0; i < x.Length; i++) all += ((double)x[i] - y[i]) * ((double)x[i] - y[i]);
        return all;
    }

    [MethodImpl(Compiled.Alone)]
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
