using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>What a watched pass has added up since the last block, still in vectors.</summary>
struct UpdateLanes<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    TVector _gradientSquares, _largest, _zeros, _nonFinite, _previousDot, _weightSquares, _updateSquares, _weightDotUpdate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void See(TVector gradient, TVector before, TVector weight)
    {
        TVector one = TSimd.Broadcast(T.One), change = TSimd.Subtract(weight, before);
        TVector finite = TSimd.AreEqual(TSimd.Subtract(gradient, gradient), TSimd.Zero);
        _gradientSquares = TSimd.MultiplyAdd(gradient, gradient, _gradientSquares);
        _largest = TSimd.Max(_largest, TSimd.Select(finite, TSimd.Abs(gradient), TSimd.Zero));
        _zeros = TSimd.Add(_zeros, TSimd.Select(TSimd.AreEqual(gradient, TSimd.Zero), one, TSimd.Zero));
        _nonFinite = TSimd.Add(_nonFinite, TSimd.Select(finite, TSimd.Zero, one));
        _weightSquares = TSimd.MultiplyAdd(before, before, _weightSquares);
        _updateSquares = TSimd.MultiplyAdd(change, change, _updateSquares);
        _weightDotUpdate = TSimd.MultiplyAdd(before, change, _weightDotUpdate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SeePrevious(TVector gradient, TVector previous) => _previousDot = TSimd.MultiplyAdd(gradient, previous, _previousDot);

    /// <summary>Adds a block to the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void AddTo(ref UpdateSums sums)
    {
        sums.GradientSquares += double.CreateTruncating(TSimd.Sum(_gradientSquares));
        sums.GradientLargest = Math.Max(sums.GradientLargest, double.CreateTruncating(TSimd.Largest(_largest)));
        sums.Zeros += (long)double.CreateTruncating(TSimd.Sum(_zeros));
        sums.NonFinite += (long)double.CreateTruncating(TSimd.Sum(_nonFinite));
        sums.PreviousDot += double.CreateTruncating(TSimd.Sum(_previousDot));
        sums.WeightSquares += double.CreateTruncating(TSimd.Sum(_weightSquares));
        sums.UpdateSquares += double.CreateTruncating(TSimd.Sum(_updateSquares));
        sums.WeightDotUpdate += double.CreateTruncating(TSimd.Sum(_weightDotUpdate));
    }
}
