using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>Sums over the gradient alone.</summary>
/// <remarks>The loops call nothing, or their sums would not stay in registers: the part of a vector at the end has a method of its own.</remarks>
struct GradientLanes<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public TVector Squares, Clipped, Largest, Zeros, PreviousDot;

    /// <summary>Adds the whole vectors of a gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void See(ref readonly T gradients, int count)
    {
        TVector squares = Squares, largest = Largest, zeros = Zeros, one = TSimd.Broadcast(T.One);
        for (int i = 0; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector gradient = TSimd.Load(in gradients, i);
            squares = TSimd.MultiplyAdd(gradient, gradient, squares);
            largest = TSimd.Max(largest, TSimd.Abs(gradient));
            zeros = TSimd.Add(zeros, TSimd.Select(TSimd.AreEqual(gradient, TSimd.Zero), one, TSimd.Zero));
        }
        (Squares, Largest, Zeros) = (squares, largest, zeros);
    }

    /// <summary>Adds the squares of the whole vectors of a gradient after clipping.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SeeClipped(ref readonly T gradients, int count, GradientClip<T> clip)
    {
        TVector squares = Clipped;
        for (int i = 0; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector clipped = clip.Apply<TSimd, TVector>(TSimd.Load(in gradients, i));
            squares = TSimd.MultiplyAdd(clipped, clipped, squares);
        }
        Clipped = squares;
    }

    /// <summary>Adds the product of whole vectors with those of the gradient of the step before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SeePrevious(ref readonly T gradients, ref readonly T previous, int count)
    {
        TVector dot = PreviousDot;
        for (int i = 0; i <= count - TSimd.Count; i += TSimd.Count) dot = TSimd.MultiplyAdd(TSimd.Load(in gradients, i), TSimd.Load(in previous, i), dot);
        PreviousDot = dot;
    }

    /// <summary>Adds the part of a vector at the end; what fills it up counts as zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SeeLast(TVector gradient, TVector clipped)
    {
        Squares = TSimd.MultiplyAdd(gradient, gradient, Squares);
        Largest = TSimd.Max(Largest, TSimd.Abs(gradient));
        Zeros = TSimd.Add(Zeros, TSimd.Select(TSimd.AreEqual(gradient, TSimd.Zero), TSimd.Broadcast(T.One), TSimd.Zero));
        Clipped = TSimd.MultiplyAdd(clipped, clipped, Clipped);
    }
}
