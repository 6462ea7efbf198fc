using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Unfold.Kernels;

namespace Unfold.Optim;

/// <summary>Updates a run of weights and their state from their gradient; adds to <see cref="Sums"/> where watched. No checks, no allocation.</summary>
ref struct UpdateKernel<TRule, TWatching, T> : IWidthKernel<T>
    where TRule : struct, IUpdateRule<T>
    where TWatching : struct, IWatching
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Block = 1024; // so many elements are added up in the element type, the blocks' sums in double

    public required TRule Rule;
    public required Span<T> Weights, First, Second;
    public required ReadOnlySpan<T> Gradient;
    public required ReadOnlySpan<T> Previous; // empty where there is none
    public required GradientClip<T> Clip;
    public UpdateSums Sums;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        for (int start = 0; start < Weights.Length; start += Block)
        {
            int end = Math.Min(start + Block, Weights.Length);
            var lanes = new Lanes<TVector>();
            int i = start;
            for (; i <= end - TSimd.Count; i += TSimd.Count) Step<TSimd, TVector>(i, TSimd.Count, ref lanes);
            if (i < end) Step<TSimd, TVector>(i, end - i, ref lanes);
            if (TWatching.On) Gather<TSimd, TVector>(in lanes, padding: i < end ? TSimd.Count - (end - i) : 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Step<TSimd, TVector>(nint i, int count, ref Lanes<TVector> lanes)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        bool whole = count == TSimd.Count;
        TVector before = Load<TSimd, TVector>(Weights, i, count, whole);
        TVector gradient = Load<TSimd, TVector>(Gradient, i, count, whole);
        TVector first = TRule.States > 0 ? Load<TSimd, TVector>(First, i, count, whole) : TSimd.Zero;
        TVector second = TRule.States > 1 ? Load<TSimd, TVector>(Second, i, count, whole) : TSimd.Zero;
        TVector weight = before;
        Rule.Update<TSimd, TVector>(ref weight, Clip.Apply<TSimd, TVector>(gradient), ref first, ref second);
        Store<TSimd, TVector>(weight, Weights, i, count, whole);
        if (TRule.States > 0) Store<TSimd, TVector>(first, First, i, count, whole);
        if (TRule.States > 1) Store<TSimd, TVector>(second, Second, i, count, whole);
        if (!TWatching.On) return;

        TVector one = TSimd.Broadcast(T.One);
        TVector finite = TSimd.AreEqual(TSimd.Subtract(gradient, gradient), TSimd.Zero);
        TVector change = TSimd.Subtract(weight, before);
        lanes.GradientSquares = TSimd.MultiplyAdd(gradient, gradient, lanes.GradientSquares);
        lanes.Largest = TSimd.Max(lanes.Largest, TSimd.Select(finite, TSimd.Abs(gradient), TSimd.Zero));
        lanes.Zeros = TSimd.Add(lanes.Zeros, TSimd.Select(TSimd.AreEqual(gradient, TSimd.Zero), one, TSimd.Zero));
        lanes.NonFinite = TSimd.Add(lanes.NonFinite, TSimd.Select(finite, TSimd.Zero, one));
        lanes.WeightSquares = TSimd.MultiplyAdd(before, before, lanes.WeightSquares);
        lanes.UpdateSquares = TSimd.MultiplyAdd(change, change, lanes.UpdateSquares);
        lanes.WeightDotUpdate = TSimd.MultiplyAdd(before, change, lanes.WeightDotUpdate);
        if (!Previous.IsEmpty) lanes.PreviousDot = TSimd.MultiplyAdd(gradient, Load<TSimd, TVector>(Previous, i, count, whole), lanes.PreviousDot);
    }

    void Gather<TSimd, TVector>(in Lanes<TVector> lanes, int padding)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        Sums.GradientSquares += double.CreateTruncating(TSimd.Sum(lanes.GradientSquares));
        Sums.GradientLargest = Math.Max(Sums.GradientLargest, double.CreateTruncating(TSimd.Largest(lanes.Largest)));
        Sums.Zeros += (long)double.CreateTruncating(TSimd.Sum(lanes.Zeros)) - padding; // the lanes past the end were read as zeros
        Sums.NonFinite += (long)double.CreateTruncating(TSimd.Sum(lanes.NonFinite));
        Sums.PreviousDot += double.CreateTruncating(TSimd.Sum(lanes.PreviousDot));
        Sums.WeightSquares += double.CreateTruncating(TSimd.Sum(lanes.WeightSquares));
        Sums.UpdateSquares += double.CreateTruncating(TSimd.Sum(lanes.UpdateSquares));
        Sums.WeightDotUpdate += double.CreateTruncating(TSimd.Sum(lanes.WeightDotUpdate));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Load<TSimd, TVector>(ReadOnlySpan<T> source, nint i, int count, bool whole)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct =>
        whole ? TSimd.Load(in MemoryMarshal.GetReference(source), i) : TSimd.LoadPart(in MemoryMarshal.GetReference(source), i, count, T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<TSimd, TVector>(TVector value, Span<T> destination, nint i, int count, bool whole)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        if (whole) TSimd.Store(value, ref MemoryMarshal.GetReference(destination), i);
        else TSimd.StorePart(value, ref MemoryMarshal.GetReference(destination), i, count);
    }

    struct Lanes<TVector>
        where TVector : struct
    {
        public TVector GradientSquares, Largest, Zeros, NonFinite, PreviousDot, WeightSquares, UpdateSquares, WeightDotUpdate;
    }
}
