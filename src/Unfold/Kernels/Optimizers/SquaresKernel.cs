using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>
/// The sums of squares of a gradient, as it is and clipped by value: blocks in the element type, their sums in double; all in double where
/// the element type does not hold a block.
/// </summary>
ref struct SquaresKernel<T> : IWidthKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Block = 1024;

    public required ReadOnlySpan<T> Gradient;
    public required GradientClip<T> Clip;
    public double Squares, ClippedSquares;

    [MethodImpl(Compiled.Alone)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ref T source = ref MemoryMarshal.GetReference(Gradient);
        for (int start = 0; start < Gradient.Length; start += Block)
        {
            int end = Math.Min(start + Block, Gradient.Length);
            int whole = end - ((end - start) % TSimd.Count);
            Add<TSimd, TVector>(in source, start, whole, out TVector squares, out TVector clipped);
            if (whole < end)
            {
                TVector g = TSimd.LoadPart(in source, whole, end - whole, T.Zero);
                squares = TSimd.MultiplyAdd(g, g, squares);
                g = Clip.Apply<TSimd, TVector>(g);
                clipped = TSimd.MultiplyAdd(g, g, clipped);
            }
            Squares += Held<TSimd, TVector>(squares, start, end, new GradientClip<T>(null, 1));
            ClippedSquares += Held<TSimd, TVector>(clipped, start, end, Clip);
        }
    }

    /// <summary>
    /// Whether a sum of squares taken in the element type is what it should be. Single squares below 1e-38 are rounded, at last to zero: a sum of a
    /// thousand that is below 1e-28 may have lost some.
    /// </summary>
    public static bool Holds(double sum) => double.IsFinite(sum) && (sum > 1e-28 || typeof(T) == typeof(double));

    readonly double Held<TSimd, TVector>(TVector squares, int start, int end, GradientClip<T> clip)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        double sum = double.CreateTruncating(TSimd.Sum(squares));
        if (Holds(sum)) return sum;
        sum = 0;
        foreach (T g in Gradient[start..end])
        {
            double clipped = double.CreateTruncating(clip.Apply<SimdScalar<T>, T>(g));
            sum += clipped * clipped;
        }
        return sum;
    }

    /// <summary>Whole vectors only: the loop calls nothing, or its sums would not stay in registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Add<TSimd, TVector>(ref readonly T source, int start, int end, out TVector squares, out TVector clipped)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector plain = TSimd.Zero, limited = TSimd.Zero;
        GradientClip<T> clip = Clip;
        for (int i = start; i < end; i += TSimd.Count)
        {
            TVector g = TSimd.Load(in source, i);
            plain = TSimd.MultiplyAdd(g, g, plain);
            g = clip.Apply<TSimd, TVector>(g);
            limited = TSimd.MultiplyAdd(g, g, limited);
        }
        (squares, clipped) = (plain, limited);
    }
}
