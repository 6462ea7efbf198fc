using System.Numerics;
using System.Runtime.InteropServices;
using Unfold.Kernels;

namespace Unfold.Optim;

/// <summary>
/// Makes up for steps in which a row's gradient was zero, to the bit as if each had been done in its time: the whole update
/// until no weight can change any more, from there on only the state.
/// </summary>
ref struct ReplayKernel<TRule, T> : IWidthKernel<T>
    where TRule : struct, IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Stride = 8; // steps between two looks at whether the weights still move

    public required Span<T> Weights, First, Second;
    public required Span<TRule> Steps; // not read-only: a rule is then called in place, without a copy

    /// <summary>Whether all the steps fade: then the weights come to rest before the state does.</summary>
    public required bool MayRest;

    /// <summary>For each step: the largest rate from it on, divided by its own, with a margin for rounding.</summary>
    public required ReadOnlySpan<T> Headroom;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ref T weights = ref MemoryMarshal.GetReference(Weights);
        ref T firsts = ref MemoryMarshal.GetReference(First);
        ref T seconds = ref MemoryMarshal.GetReference(Second);
        for (int i = 0; i < Weights.Length; i += TSimd.Count)
        {
            int count = Math.Min(TSimd.Count, Weights.Length - i);
            TVector weight = TSimd.LoadPart(in weights, i, count, T.Zero);
            TVector first = TRule.States > 0 ? TSimd.LoadPart(in firsts, i, count, T.Zero) : TSimd.Zero;
            TVector second = TRule.States > 1 ? TSimd.LoadPart(in seconds, i, count, T.Zero) : TSimd.Zero;
            int step = 0;
            while (step < Steps.Length)
            {
                int last = Math.Min(step + Stride, Steps.Length) - 1;
                for (; step <= last; step++) Steps[step].Update<TSimd, TVector>(ref weight, TSimd.Zero, ref first, ref second);
                if (MayRest && Rest<TSimd, TVector>(weight, first, second, last)) break;
            }
            for (; step < Steps.Length; step++) Steps[step].Idle<TSimd, TVector>(ref first, ref second);
            TSimd.StorePart(weight, ref weights, i, count);
            if (TRule.States > 0) TSimd.StorePart(first, ref firsts, i, count);
            if (TRule.States > 1) TSimd.StorePart(second, ref seconds, i, count);
        }
    }

    /// <summary>Whether neither adding nor subtracting the largest change still possible moves a weight; NaN counts as moving.</summary>
    readonly bool Rest<TSimd, TVector>(TVector weight, TVector first, TVector second, int step)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector one = TSimd.Broadcast(T.One);
        TVector reach = Steps[step].Reach<TSimd, TVector>(first, second, Headroom[step]);
        TVector up = TSimd.Select(TSimd.AreEqual(TSimd.Add(weight, reach), weight), TSimd.Zero, one);
        TVector down = TSimd.Select(TSimd.AreEqual(TSimd.Subtract(weight, reach), weight), TSimd.Zero, one);
        return TSimd.Sum(TSimd.Add(up, down)) == T.Zero;
    }
}
