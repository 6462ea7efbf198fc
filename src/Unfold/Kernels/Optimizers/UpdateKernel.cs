using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>
/// Updates rows of weights and their state from their gradient; adds to <see cref="Sums"/> where watched
/// (the clipped squares only where elements are limited one by one: else they follow from the others). A dense update is one
/// long row. No checks, no allocation.
/// </summary>
ref struct UpdateKernel<TRule, TWatching, T> : IWidthKernel<T>
    where TRule : struct, IUpdateRule<T>
    where TWatching : struct, IWatching
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Block = 1024; // about so many elements are added up in the element type, the blocks' sums in double

    public required TRule Rule;
    public required Span<T> Weights, First, Second;
    public required ReadOnlySpan<T> Gradient; // row after row
    public required ReadOnlySpan<T> Previous; // the gradient of the step before; empty where there is none
    public required GradientClip<T> Clip;
    public required int RowLength;

    /// <summary>Which row of the weights each row of the gradient belongs to; empty where they are the same.</summary>
    public required ReadOnlySpan<int> Rows;

    /// <summary>For each row of the gradient the one of <see cref="Previous"/>, or −1; empty where it stands at the row of the weights.</summary>
    public required ReadOnlySpan<int> PreviousSlots;

    public UpdateSums Sums;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        if (TWatching.On && RowLength <= Block / 4 && RowLength < Gradient.Length && RowLength % TSimd.Count == 0)
        {
            ShortRows<TSimd, TVector>();
            return;
        }
        UpdateLanes<TSimd, TVector, T> lanes = default;
        int done = 0, pending = 0;
        for (int slot = 0, offset = 0; offset < Gradient.Length; slot++, offset += RowLength)
        {
            int row = Rows.IsEmpty ? slot : Rows[slot];
            int before = Previous.IsEmpty ? -1 : PreviousSlots.IsEmpty ? row : PreviousSlots[slot];
            for (int start = 0; start < RowLength; start += Block)
            {
                int count = Math.Min(Block, RowLength - start);
                nint at = ((nint)row * RowLength) + start;
                Part<TSimd, TVector>(at, offset + start, before < 0 ? -1 : ((nint)before * RowLength) + start, count, ref lanes);
                pending += count;
                if (!TWatching.On || pending < Block) continue;
                AddUp(done, pending, ref lanes);
                (lanes, done, pending) = (default, done + pending, 0);
            }
        }
        if (TWatching.On && pending > 0) AddUp(done, pending, ref lanes);
    }

    /// <summary>Rows of some whole vectors: the sums stay in registers from one to the next, and are the same to the bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ShortRows<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TRule rule = Rule;
        GradientClip<T> clip = Clip;
        ref T allWeights = ref MemoryMarshal.GetReference(Weights);
        ref T allFirsts = ref TRule.States > 0 ? ref MemoryMarshal.GetReference(First) : ref allWeights;
        ref T allSeconds = ref TRule.States > 1 ? ref MemoryMarshal.GetReference(Second) : ref allWeights;
        int length = RowLength, rows = Gradient.Length / length, perBlock = (Block + length - 1) / length;
        for (int begin = 0; begin < rows; begin += perBlock)
        {
            int end = Math.Min(rows, begin + perBlock);
            ChangeLanes<TSimd, TVector, T> change = default;
            TVector dot = TSimd.Zero;
            for (int slot = begin; slot < end; slot++)
            {
                int row = Rows.IsEmpty ? slot : Rows[slot];
                int previousRow = Previous.IsEmpty ? -1 : PreviousSlots.IsEmpty ? row : PreviousSlots[slot];
                nint at = (nint)row * length;
                ref T weights = ref Unsafe.Add(ref allWeights, at);
                ref T firsts = ref Unsafe.Add(ref allFirsts, at);
                ref T seconds = ref Unsafe.Add(ref allSeconds, at);
                ref T gradients = ref Unsafe.Add(ref MemoryMarshal.GetReference(Gradient), (nint)slot * length);
                if (previousRow >= 0)
                {
                    ref T previous = ref Unsafe.Add(ref MemoryMarshal.GetReference(Previous), (nint)previousRow * length);
                    for (int i = 0; i < length; i += TSimd.Count) dot = TSimd.MultiplyAdd(TSimd.Load(in gradients, i), TSimd.Load(in previous, i), dot);
                }
                for (int i = 0; i < length; i += TSimd.Count)
                {
                    TVector before = TSimd.Load(in weights, i), gradient = TSimd.Load(in gradients, i);
                    TVector first = TRule.States > 0 ? TSimd.Load(in firsts, i) : TSimd.Zero;
                    TVector second = TRule.States > 1 ? TSimd.Load(in seconds, i) : TSimd.Zero;
                    TVector weight = before;
                    rule.Update<TSimd, TVector>(ref weight, clip.Apply<TSimd, TVector>(gradient), ref first, ref second);
                    TSimd.Store(weight, ref weights, i);
                    if (TRule.States > 0) TSimd.Store(first, ref firsts, i);
                    if (TRule.States > 1) TSimd.Store(second, ref seconds, i);
                    change.See(gradient, before, weight);
                }
            }
            UpdateLanes<TSimd, TVector, T> lanes = default;
            (lanes.Change, lanes.Gradient.PreviousDot) = (change, dot);
            AddUp(begin * length, (end - begin) * length, ref lanes);
        }
    }

    /// <summary>The sums of a stretch of the gradient, which is in the nearest cache still, and those that were taken on the way.</summary>
    void AddUp<TSimd, TVector>(int start, int count, ref UpdateLanes<TSimd, TVector, T> lanes)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ReadOnlySpan<T> gradient = Gradient.Slice(start, count);
        ref readonly T first = ref MemoryMarshal.GetReference(gradient);
        lanes.Gradient.See(in first, count);
        if (Clip.Limits) lanes.Gradient.SeeClipped(in first, count, Clip);
        int rest = count % TSimd.Count;
        if (rest > 0)
        {
            TVector last = TSimd.LoadPart(in first, count - rest, rest, T.Zero);
            lanes.Gradient.SeeLast(last, Clip.Apply<TSimd, TVector>(last));
            Sums.Zeros -= TSimd.Count - rest; // the lanes past the end were read as zeros
        }
        lanes.AddTo(ref Sums, gradient);
    }

    /// <summary>A stretch of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Part<TSimd, TVector>(nint at, nint gradientAt, nint previousAt, int count, ref UpdateLanes<TSimd, TVector, T> lanes)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ref T weights = ref Unsafe.Add(ref MemoryMarshal.GetReference(Weights), at);
        ref T firsts = ref TRule.States > 0 ? ref Unsafe.Add(ref MemoryMarshal.GetReference(First), at) : ref weights;
        ref T seconds = ref TRule.States > 1 ? ref Unsafe.Add(ref MemoryMarshal.GetReference(Second), at) : ref weights;
        ref T gradients = ref Unsafe.Add(ref MemoryMarshal.GetReference(Gradient), gradientAt);
        TRule rule = Rule;
        GradientClip<T> clip = Clip;
        if (TWatching.On && previousAt >= 0)
            lanes.Gradient.SeePrevious(in gradients, in Unsafe.Add(ref MemoryMarshal.GetReference(Previous), previousAt), count);
        ChangeLanes<TSimd, TVector, T> change = lanes.Change;
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector before = TSimd.Load(in weights, i), gradient = TSimd.Load(in gradients, i);
            TVector first = TRule.States > 0 ? TSimd.Load(in firsts, i) : TSimd.Zero;
            TVector second = TRule.States > 1 ? TSimd.Load(in seconds, i) : TSimd.Zero;
            TVector weight = before;
            rule.Update<TSimd, TVector>(ref weight, clip.Apply<TSimd, TVector>(gradient), ref first, ref second);
            TSimd.Store(weight, ref weights, i);
            if (TRule.States > 0) TSimd.Store(first, ref firsts, i);
            if (TRule.States > 1) TSimd.Store(second, ref seconds, i);
            if (TWatching.On) change.See(gradient, before, weight);
        }
        if (TWatching.On) lanes.Change = change;
        if (i < count) Last<TSimd, TVector>(at + i, gradientAt + i, previousAt < 0 ? -1 : previousAt + i, count - i, ref lanes);
    }

    /// <summary>What is left of a stretch, less than a vector.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void Last<TSimd, TVector>(nint at, nint gradientAt, nint previousAt, int rest, ref UpdateLanes<TSimd, TVector, T> lanes)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ref T weights = ref MemoryMarshal.GetReference(Weights);
        ref T firsts = ref TRule.States > 0 ? ref MemoryMarshal.GetReference(First) : ref weights;
        ref T seconds = ref TRule.States > 1 ? ref MemoryMarshal.GetReference(Second) : ref weights;
        TVector before = TSimd.LoadPart(in weights, at, rest, T.Zero), gradient = TSimd.LoadPart(in MemoryMarshal.GetReference(Gradient), gradientAt, rest, T.Zero);
        TVector first = TRule.States > 0 ? TSimd.LoadPart(in firsts, at, rest, T.Zero) : TSimd.Zero;
        TVector second = TRule.States > 1 ? TSimd.LoadPart(in seconds, at, rest, T.Zero) : TSimd.Zero;
        TVector weight = before, clipped = Clip.Apply<TSimd, TVector>(gradient);
        Rule.Update<TSimd, TVector>(ref weight, clipped, ref first, ref second);
        TSimd.StorePart(weight, ref weights, at, rest);
        if (TRule.States > 0) TSimd.StorePart(first, ref firsts, at, rest);
        if (TRule.States > 1) TSimd.StorePart(second, ref seconds, at, rest);
        if (!TWatching.On) return;
        TVector previous = previousAt < 0 ? TSimd.Zero : TSimd.LoadPart(in MemoryMarshal.GetReference(Previous), previousAt, rest, T.Zero);
        lanes.Gradient.PreviousDot = TSimd.MultiplyAdd(gradient, previous, lanes.Gradient.PreviousDot);
        lanes.Change.See(gradient, before, weight);
    }
}
