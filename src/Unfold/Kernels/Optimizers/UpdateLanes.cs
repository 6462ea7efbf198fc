using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>What a watched pass has added up since the last block, still in vectors.</summary>
/// <remarks>In two parts, of the gradient and of the change: each has as many fields as stay in registers together with what its loop needs.</remarks>
struct UpdateLanes<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public GradientLanes<TSimd, TVector, T> Gradient;
    public ChangeLanes<TSimd, TVector, T> Change;

    /// <summary>Adds a block to the sums.</summary>
    /// <param name="sums">The sums so far.</param>
    /// <param name="gradient">The block's gradient: looked at once more where its squares show that not all of it is finite.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void AddTo(ref UpdateSums sums, ReadOnlySpan<T> gradient)
    {
        double squares = double.CreateTruncating(TSimd.Sum(Gradient.Squares));
        sums.GradientSquares += squares;
        sums.ClippedSquares += double.CreateTruncating(TSimd.Sum(Gradient.Clipped));
        sums.Zeros += (long)double.CreateTruncating(TSimd.Sum(Gradient.Zeros));
        sums.PreviousDot += double.CreateTruncating(TSimd.Sum(Gradient.PreviousDot));
        sums.WeightSquares += double.CreateTruncating(TSimd.Sum(Change.WeightSquares));
        sums.UpdateSquares += double.CreateTruncating(TSimd.Sum(Change.Squares));
        sums.WeightDotUpdate += double.CreateTruncating(TSimd.Sum(Change.DotWeight));
        sums.GradientDotUpdate += double.CreateTruncating(TSimd.Sum(Change.DotGradient));
        if (double.IsFinite(squares)) sums.GradientLargest = Math.Max(sums.GradientLargest, double.CreateTruncating(TSimd.Largest(Gradient.Largest)));
        else TellFinite(ref sums, gradient);
    }

    static void TellFinite(ref UpdateSums sums, ReadOnlySpan<T> gradient)
    {
        foreach (T g in gradient)
        {
            if (T.IsFinite(g)) sums.GradientLargest = Math.Max(sums.GradientLargest, double.CreateTruncating(T.Abs(g)));
            else sums.NonFinite++;
        }
    }
}
