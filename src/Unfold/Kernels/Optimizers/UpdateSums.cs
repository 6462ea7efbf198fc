using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>The statistics of a run of elements, still in vectors.</summary>
struct UpdateSums<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    TVector _gradientSquares;
    TVector _gradientTimesPrevious;
    TVector _previousSquares;
    TVector _weightSquares;
    TVector _changeSquares;
    TVector _weightTimesChange;
    TVector _largest;
    TVector _zeros;
    TVector _nonFinite;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void See(TVector gradient, TVector weight, TVector change)
    {
        TVector one = TSimd.Broadcast(T.One), magnitude = TSimd.Abs(gradient);
        TVector finite = TSimd.LessThan(magnitude, TSimd.Broadcast(T.PositiveInfinity));
        _gradientSquares = TSimd.MultiplyAdd(gradient, gradient, _gradientSquares);
        _weightSquares = TSimd.MultiplyAdd(weight, weight, _weightSquares);
        _changeSquares = TSimd.MultiplyAdd(change, change, _changeSquares);
        _weightTimesChange = TSimd.MultiplyAdd(weight, change, _weightTimesChange);
        _largest = TSimd.Select(TSimd.LessThan(_largest, magnitude), magnitude, _largest);
        _zeros = TSimd.Add(_zeros, TSimd.Select(TSimd.AreEqual(gradient, TSimd.Zero), one, TSimd.Zero));
        _nonFinite = TSimd.Add(_nonFinite, TSimd.Select(finite, TSimd.Zero, one));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SeePrevious(TVector gradient, TVector previous)
    {
        _gradientTimesPrevious = TSimd.MultiplyAdd(gradient, previous, _gradientTimesPrevious);
        _previousSquares = TSimd.MultiplyAdd(previous, previous, _previousSquares);
    }

    /// <param name="statistics">Where the run's totals go.</param>
    /// <param name="count">Elements of the run.</param>
    /// <param name="padding">Zeros that only filled up the last vector.</param>
    public readonly void AddTo(ref UpdateStatistics statistics, long count, int padding)
    {
        statistics.GradientSquares += Total(_gradientSquares);
        statistics.GradientTimesPrevious += Total(_gradientTimesPrevious);
        statistics.PreviousSquares += Total(_previousSquares);
        statistics.WeightSquares += Total(_weightSquares);
        statistics.ChangeSquares += Total(_changeSquares);
        statistics.WeightTimesChange += Total(_weightTimesChange);
        statistics.LargestGradient = Math.Max(statistics.LargestGradient, double.CreateTruncating(TSimd.Largest(_largest)));
        statistics.Zeros += (long)Total(_zeros) - padding;
        statistics.NonFinite += (long)Total(_nonFinite);
        statistics.Count += count;
    }

    static double Total(TVector sums) => double.CreateTruncating(TSimd.Sum(sums));
}
