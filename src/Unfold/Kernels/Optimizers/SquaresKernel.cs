using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The sums of squares of a gradient, as it is and clipped by value: blocks in the element type, their sums in double.</summary>
ref struct SquaresKernel<T> : IWidthKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Block = 1024;

    public required ReadOnlySpan<T> Gradient;
    public required GradientClip<T> Clip;
    public double Squares, ClippedSquares;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ref T source = ref MemoryMarshal.GetReference(Gradient);
        for (int start = 0; start < Gradient.Length; start += Block)
        {
            int end = Math.Min(start + Block, Gradient.Length);
            TVector squares = TSimd.Zero, clipped = TSimd.Zero;
            for (int i = start; i < end; i += TSimd.Count)
            {
                TVector g = i <= end - TSimd.Count ? TSimd.Load(in source, i) : TSimd.LoadPart(in source, i, end - i, T.Zero);
                squares = TSimd.MultiplyAdd(g, g, squares);
                g = Clip.Apply<TSimd, TVector>(g);
                clipped = TSimd.MultiplyAdd(g, g, clipped);
            }
            Squares += double.CreateTruncating(TSimd.Sum(squares));
            ClippedSquares += double.CreateTruncating(TSimd.Sum(clipped));
        }
    }
}
