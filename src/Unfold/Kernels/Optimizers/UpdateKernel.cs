using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>One pass of an optimizer over a parameter: gradient in, weights and states replaced, statistics taken on the way.</summary>
static class UpdateKernel
{
    const int Run = 1024;

    /// <summary>Updates <paramref name="weights"/> in place.</summary>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="filter">Scaling and clipping of the gradient.</param>
    /// <param name="weights">The parameter.</param>
    /// <param name="gradient">Its gradient; not changed.</param>
    /// <param name="first">First state, or empty if the rule has none.</param>
    /// <param name="second">Second state, or empty if the rule has none.</param>
    /// <param name="previous">Only for a probe: the gradient of the step before, replaced by this one; may be empty.</param>
    /// <param name="probe">Takes the statistics.</param>
    public static void Apply<TRule, TProbe, T>(
        TRule rule, GradientFilter<T> filter, Span<T> weights, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second, Span<T> previous, ref TProbe probe)
        where TRule : struct, IUpdateRule<T>
        where TProbe : struct, IUpdateProbe
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(gradient.Length == weights.Length && (previous.IsEmpty || previous.Length == weights.Length));
        Debug.Assert((TRule.States < 1 || first.Length == weights.Length) && (TRule.States < 2 || second.Length == weights.Length));
        var kernel = new Pass<TRule, TProbe, T>(rule, filter, weights, gradient, first, second, previous);
        SimdWidth.Run<Pass<TRule, TProbe, T>, T>(ref kernel);
        if (TProbe.Watches)
            probe.Take(in kernel.Statistics);
    }

    ref struct Pass<TRule, TProbe, T>(
        TRule rule, GradientFilter<T> filter, Span<T> weights, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second, Span<T> previous) : IWidthKernel<T>
        where TRule : struct, IUpdateRule<T>
        where TProbe : struct, IUpdateProbe
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly TRule _rule = rule;
        readonly GradientFilter<T> _filter = filter;
        readonly Span<T> _weights = weights;
        readonly ReadOnlySpan<T> _gradient = gradient;
        readonly Span<T> _first = first;
        readonly Span<T> _second = second;
        readonly Span<T> _previous = previous;
        public UpdateStatistics Statistics;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            for (nint start = 0; start < _weights.Length; start += UpdateKernel.Run)
            {
                nint end = Math.Min(start + UpdateKernel.Run, _weights.Length);
                nint whole = end - (end - start) % TSimd.Count;
                UpdateSums<TSimd, TVector, T> sums = default;
                Part<TSimd, TVector, WholeLane>(start, whole, TSimd.Count, ref sums);
                if (whole < end)
                    Part<TSimd, TVector, PartLane>(whole, end, (int)(end - whole), ref sums);
                if (TProbe.Watches)
                    sums.AddTo(ref Statistics, end - start, padding: whole < end ? TSimd.Count - (int)(end - whole) : 0);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly unsafe void Part<TSimd, TVector, TLane>(nint start, nint end, int count, ref UpdateSums<TSimd, TVector, T> sums)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
            where TLane : struct, ILane
        {
            TRule rule = _rule;
            TVector factor = TSimd.Broadcast(_filter.Factor), bound = TSimd.Broadcast(_filter.Bound);
            UpdateSums<TSimd, TVector, T> local = sums;
            bool remembers = TProbe.Watches && !_previous.IsEmpty;
            fixed (T* weight = &MemoryMarshal.GetReference(_weights), gradient = &MemoryMarshal.GetReference(_gradient))
            fixed (T* first = &MemoryMarshal.GetReference(_first), second = &MemoryMarshal.GetReference(_second), previous = &MemoryMarshal.GetReference(_previous))
            {
                for (nint i = start; i < end; i += TSimd.Count)
                {
                    TVector g = Lane<TSimd, TVector, T>.Load<TLane>(gradient + i, count), w = Lane<TSimd, TVector, T>.Load<TLane>(weight + i, count);
                    TVector one = TRule.States > 0 ? Lane<TSimd, TVector, T>.Load<TLane>(first + i, count) : TSimd.Zero;
                    TVector two = TRule.States > 1 ? Lane<TSimd, TVector, T>.Load<TLane>(second + i, count) : TSimd.Zero;
                    TVector scaled = TSimd.Multiply(g, factor);
                    TVector magnitude = TSimd.Abs(scaled);
                    scaled = TSimd.Select(TSimd.LessThan(bound, magnitude), TSimd.CopySign(bound, scaled), scaled);
                    TVector updated = rule.Invoke<TSimd, TVector>(w, scaled, ref one, ref two);
                    Lane<TSimd, TVector, T>.Store<TLane>(updated, weight + i, count);
                    if (TRule.States > 0)
                        Lane<TSimd, TVector, T>.Store<TLane>(one, first + i, count);
                    if (TRule.States > 1)
                        Lane<TSimd, TVector, T>.Store<TLane>(two, second + i, count);
                    if (TProbe.Watches && TLane.IsPart)
                        updated = Lane<TSimd, TVector, T>.Load<TLane>(weight + i, count); // what only fills up is zero again
                    if (TProbe.Watches)
                        local.See(g, w, TSimd.Subtract(updated, w));
                    if (remembers)
                    {
                        local.SeePrevious(g, Lane<TSimd, TVector, T>.Load<TLane>(previous + i, count));
                        Lane<TSimd, TVector, T>.Store<TLane>(g, previous + i, count);
                    }
                }
            }

            sums = local;
        }
    }
}
