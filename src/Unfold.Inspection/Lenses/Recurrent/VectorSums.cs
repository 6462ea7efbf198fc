using System.Numerics;
using System.Runtime.InteropServices;

namespace Unfold.Inspection;

/// <summary>Sums over rows of a tensor, added up in double precision.</summary>
static class VectorSums
{
    /// <summary>Σ x².</summary>
    public static double OfSquares(ReadOnlySpan<float> x)
    {
        (Vector<double> even, Vector<double> odd) = (Vector<double>.Zero, Vector<double>.Zero);
        int i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[i..]), out Vector<double> low, out Vector<double> high);
            (even, odd) = (even + low * low, odd + high * high);
        }
        double sum = Vector.Sum(even + odd);
        for (; i < x.Length; i++)
            sum += (double)x[i] * x[i];
        return sum;
    }

    /// <summary>Σ x².</summary>
    public static double OfSquares(ReadOnlySpan<double> x)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> part = new(x[i..]);
            sums += part * part;
        }
        double sum = Vector.Sum(sums);
        for (; i < x.Length; i++)
            sum += x[i] * x[i];
        return sum;
    }

    /// <summary>Σ x².</summary>
    public static double OfSquares<T>(ReadOnlySpan<T> x)
        where T : unmanaged => typeof(T) == typeof(float) ? OfSquares(MemoryMarshal.Cast<T, float>(x)) : OfSquares(MemoryMarshal.Cast<T, double>(x));

    /// <summary>Σ x² of a part of a tensor's numbers.</summary>
    public static double OfSquares(Tensor tensor, int start, int length) => tensor.DType == DType.Float32
        ? OfSquares(tensor.Span<float>().Slice(start, length))
        : OfSquares(tensor.Span<double>().Slice(start, length));

    /// <summary>Σ x of at most some thousand numbers, where they are of single precision.</summary>
    public static double Of<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>
    {
        Vector<T> sums = Vector<T>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
            sums += new Vector<T>(x[i..]);
        double sum = double.CreateTruncating(Vector.Sum(sums));
        for (; i < x.Length; i++)
            sum += double.CreateTruncating(x[i]);
        return sum;
    }
}
