using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>
/// Updates rows of weights and their state from their gradient; adds to <see cref="Sums"/> where watched. A dense update is one
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
        UpdateLanes<TSimd, TVector, T> lanes = default;
        int pending = 0;
        for (int slot = 0, offset = 0; offset < Gradient.Length; slot++, offset += RowLength)
        {
            int row = Rows.IsEmpty ? slot : Rows[slot];
            int before = Previous.IsEmpty ? -1 : PreviousSlots.IsEmpty ? row : PreviousSlots[slot];
            for (int start = 0; start < RowLength; start += Block)
            {
                int count = Math.Min(Block, RowLength - start);
                nint at = ((nint)row * RowLength) + start;
                if (before < 0) Part<TSimd, TVector>(at, offset + start, 0, count, remembers: false, ref lanes);
                else Part<TSimd, TVector>(at, offset + start, ((nint)before * RowLength) + start, count, remembers: true, ref lanes);
                pending += count;
                if (!TWatching.On || pending < Block) continue;
                lanes.AddTo(ref Sums);
                (lanes, pending) = (default, 0);
            }
        }
        if (TWatching.On) lanes.AddTo(ref Sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Part<TSimd, TVector>(nint at, nint gradientAt, nint previousAt, int count, bool remembers, ref UpdateLanes<TSimd, TVector, T> lanes)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ref T weights = ref Unsafe.Add(ref MemoryMarshal.GetReference(Weights), at);
        ref T firsts = ref TRule.States > 0 ? ref Unsafe.Add(ref MemoryMarshal.GetReference(First), at) : ref weights;
        ref T seconds = ref TRule.States > 1 ? ref Unsafe.Add(ref MemoryMarshal.GetReference(Second), at) : ref weights;
        ref T gradients = ref Unsafe.Add(ref MemoryMarshal.GetReference(Gradient), gradientAt);
        ref T previous = ref remembers ? ref Unsafe.Add(ref MemoryMarshal.GetReference(Previous), previousAt) : ref gradients;
        TRule rule = Rule;
        GradientClip<T> clip = Clip;
        UpdateLanes<TSimd, TVector, T> local = lanes;
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
            if (!TWatching.On) continue;
            local.See(gradient, before, weight);
            if (remembers) local.SeePrevious(gradient, TSimd.Load(in previous, i));
        }
        int rest = count - i;
        if (rest > 0)
        {
            TVector before = TSimd.LoadPart(in weights, i, rest, T.Zero), gradient = TSimd.LoadPart(in gradients, i, rest, T.Zero);
            TVector first = TRule.States > 0 ? TSimd.LoadPart(in firsts, i, rest, T.Zero) : TSimd.Zero;
            TVector second = TRule.States > 1 ? TSimd.LoadPart(in seconds, i, rest, T.Zero) : TSimd.Zero;
            TVector weight = before;
            rule.Update<TSimd, TVector>(ref weight, clip.Apply<TSimd, TVector>(gradient), ref first, ref second);
            TSimd.StorePart(weight, ref weights, i, rest);
            if (TRule.States > 0) TSimd.StorePart(first, ref firsts, i, rest);
            if (TRule.States > 1) TSimd.StorePart(second, ref seconds, i, rest);
            if (TWatching.On)
            {
                local.See(gradient, before, weight);
                if (remembers) local.SeePrevious(gradient, TSimd.LoadPart(in previous, i, rest, T.Zero));
                Sums.Zeros -= TSimd.Count - rest; // the lanes past the end were read as zeros
            }
        }
        if (TWatching.On) lanes = local;
    }
}
