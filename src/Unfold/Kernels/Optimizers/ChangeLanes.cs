using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>Sums over weights and their change; four fields, so that the compiler keeps them in registers.</summary>
struct ChangeLanes<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public TVector WeightSquares, Squares, DotWeight, DotGradient;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void See(TVector gradient, TVector before, TVector weight)
    {
        TVector change = TSimd.Subtract(weight, before);
        WeightSquares = TSimd.MultiplyAdd(before, before, WeightSquares);
        Squares = TSimd.MultiplyAdd(change, change, Squares);
        DotWeight = TSimd.MultiplyAdd(before, change, DotWeight);
        DotGradient = TSimd.MultiplyAdd(gradient, change, DotGradient);
    }
}
