using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>
/// Makes up for steps in which a row's gradient was zero, to the bit as if each had been done in its time: the whole update
/// until no weight can change any more, from there on only the state. No checks, no allocation.
/// </summary>
/// <remarks>
/// Two vectors of a row go through the steps side by side, so that the coefficients are read once for both and the divider is never
/// idle; more of them would not fit into the registers of a processor with sixteen. Nothing is flushed to zero: momentum ends as a
/// denormal number that rounding holds up, as in the dense update, and is left alone from there on.
/// </remarks>
ref struct ReplayKernel<TRule, T> : IWidthKernel<T>
    where TRule : struct, IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Stride = 16; // steps between two looks at whether the weights still move
    const int FadeStride = 64; // steps between two looks at whether the first state still moves
    const int Ahead = 2; // rows that are asked for before their turn: none of them takes less than some tens of nanoseconds
    const double Margin = 1.01; // covers the rounding of the bound itself

    public required Span<T> Weights, First, Second; // whole parameters
    public required int RowLength;

    /// <summary>The rows to bring up to date, each once.</summary>
    public required ReadOnlySpan<int> Rows;

    /// <summary>For each of <see cref="Rows"/> the first step that it has not made.</summary>
    public required ReadOnlySpan<int> From;

    public required Span<TRule> Steps; // not read-only: a rule is then called in place, without a copy

    /// <summary>The rate of each step, and the largest one from it on.</summary>
    public required ReadOnlySpan<double> Rates, Peaks;

    /// <summary>Whether some step decays weights: then the whole update is needed, and nothing comes to rest.</summary>
    public required bool Decays;

    [MethodImpl(Compiled.Alone)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        for (int i = 0; i < Rows.Length; i++)
        {
            if (i + Ahead < Rows.Length) RowState.Ask<TRule, T>(Weights, First, Second, Rows[i + Ahead], RowLength);
            nint start = (nint)Rows[i] * RowLength;
            int column = 0;
            for (; column <= RowLength - (2 * TSimd.Count); column += 2 * TSimd.Count) Two<TSimd, TVector>(start + column, From[i]);
            for (; column < RowLength; column += TSimd.Count) One<TSimd, TVector>(start + column, Math.Min(TSimd.Count, RowLength - column), From[i]);
        }
    }

    [MethodImpl(Compiled.Alone)]
    void Two<TSimd, TVector>(nint at, int step)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ref T weights = ref Unsafe.Add(ref MemoryMarshal.GetReference(Weights), at);
        ref T firsts = ref TRule.States > 0 ? ref Unsafe.Add(ref MemoryMarshal.GetReference(First), at) : ref weights;
        ref T seconds = ref TRule.States > 1 ? ref Unsafe.Add(ref MemoryMarshal.GetReference(Second), at) : ref weights;
        TVector w0 = TSimd.Load(in weights, 0), w1 = TSimd.Load(in weights, TSimd.Count);
        TVector m0 = TSimd.Zero, m1 = TSimd.Zero, v0 = TSimd.Zero, v1 = TSimd.Zero;
        if (TRule.States > 0) (m0, m1) = (TSimd.Load(in firsts, 0), TSimd.Load(in firsts, TSimd.Count));
        if (TRule.States > 1) (v0, v1) = (TSimd.Load(in seconds, 0), TSimd.Load(in seconds, TSimd.Count));

        ref TRule steps = ref MemoryMarshal.GetReference(Steps);
        int end = Steps.Length;
        bool fades = !Decays && Steps[^1].Fades;
        while (step < end)
        {
            int stop = Math.Min(step + Stride, end);
            for (; Decays && step < stop; step++)
            {
                ref TRule rule = ref Unsafe.Add(ref steps, step);
                rule.Update<TSimd, TVector>(ref w0, TSimd.Zero, ref m0, ref v0);
                rule.Update<TSimd, TVector>(ref w1, TSimd.Zero, ref m1, ref v1);
            }
            for (; step < stop; step++)
            {
                ref TRule rule = ref Unsafe.Add(ref steps, step);
                rule.Coast<TSimd, TVector>(ref w0, ref m0, ref v0);
                rule.Coast<TSimd, TVector>(ref w1, ref m1, ref v1);
            }
            if (fades && step < end && !Moves<TSimd, TVector>(w0, m0, v0, step - 1) && !Moves<TSimd, TVector>(w1, m1, v1, step - 1)) break;
        }
        TSimd.Store(w0, ref weights, 0);
        TSimd.Store(w1, ref weights, TSimd.Count);

        ref TRule last = ref Unsafe.Add(ref steps, end - 1);
        while (step < end)
        {
            for (int stop = Math.Min(step + FadeStride, end); step < stop; step++)
            {
                (m0, m1) = (last.FadeFirst<TSimd, TVector>(m0), last.FadeFirst<TSimd, TVector>(m1));
                (v0, v1) = (last.FadeSecond<TSimd, TVector>(v0), last.FadeSecond<TSimd, TVector>(v1));
            }
            if (!Settled<TSimd, TVector>(ref m0, ref last) || !Settled<TSimd, TVector>(ref m1, ref last)) continue;
            for (; TRule.States > 1 && step < end; step++) (v0, v1) = (last.FadeSecond<TSimd, TVector>(v0), last.FadeSecond<TSimd, TVector>(v1));
            break;
        }
        if (TRule.States > 0)
        {
            TSimd.Store(m0, ref firsts, 0);
            TSimd.Store(m1, ref firsts, TSimd.Count);
        }
        if (TRule.States > 1)
        {
            TSimd.Store(v0, ref seconds, 0);
            TSimd.Store(v1, ref seconds, TSimd.Count);
        }
    }

    /// <summary>What is left of a row after its pairs of vectors.</summary>
    [MethodImpl(Compiled.Alone)]
    void One<TSimd, TVector>(nint at, int count, int step)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ref T weights = ref Unsafe.Add(ref MemoryMarshal.GetReference(Weights), at);
        ref T firsts = ref TRule.States > 0 ? ref Unsafe.Add(ref MemoryMarshal.GetReference(First), at) : ref weights;
        ref T seconds = ref TRule.States > 1 ? ref Unsafe.Add(ref MemoryMarshal.GetReference(Second), at) : ref weights;
        TVector weight = TSimd.LoadPart(in weights, 0, count, T.Zero);
        TVector first = TRule.States > 0 ? TSimd.LoadPart(in firsts, 0, count, T.Zero) : TSimd.Zero;
        TVector second = TRule.States > 1 ? TSimd.LoadPart(in seconds, 0, count, T.Zero) : TSimd.Zero;

        ref TRule steps = ref MemoryMarshal.GetReference(Steps);
        int end = Steps.Length;
        bool fades = !Decays && Steps[^1].Fades;
        while (step < end)
        {
            int stop = Math.Min(step + Stride, end);
            for (; Decays && step < stop; step++) Unsafe.Add(ref steps, step).Update<TSimd, TVector>(ref weight, TSimd.Zero, ref first, ref second);
            for (; step < stop; step++) Unsafe.Add(ref steps, step).Coast<TSimd, TVector>(ref weight, ref first, ref second);
            if (fades && step < end && !Moves<TSimd, TVector>(weight, first, second, step - 1)) break;
        }
        ref TRule last = ref Unsafe.Add(ref steps, end - 1);
        for (; step < end; step++) (first, second) = (last.FadeFirst<TSimd, TVector>(first), last.FadeSecond<TSimd, TVector>(second));

        TSimd.StorePart(weight, ref weights, 0, count);
        if (TRule.States > 0) TSimd.StorePart(first, ref firsts, 0, count);
        if (TRule.States > 1) TSimd.StorePart(second, ref seconds, 0, count);
    }

    /// <summary>Whether adding or subtracting the largest change still possible moves a weight; NaN counts as moving.</summary>
    [MethodImpl(Compiled.Alone)]
    readonly bool Moves<TSimd, TVector>(TVector weight, TVector first, TVector second, int step)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector one = TSimd.Broadcast(T.One);
        T headroom = T.CreateTruncating(Peaks[step] / Rates[step] * Margin); // 0 / 0 is NaN: never at rest, always right
        TVector reach = Steps[step].Reach<TSimd, TVector>(first, second, headroom);
        TVector up = TSimd.Select(TSimd.AreEqual(TSimd.Add(weight, reach), weight), TSimd.Zero, one);
        TVector down = TSimd.Select(TSimd.AreEqual(TSimd.Subtract(weight, reach), weight), TSimd.Zero, one);
        return TSimd.Sum(TSimd.Add(up, down)) != T.Zero;
    }

    /// <summary>
    /// Whether another step leaves the first state as it is: zero, or so small that rounding gives back what is taken off. Takes
    /// that step only where it changes nothing, apart from the sign of a zero, which it would lose anyway.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool Settled<TSimd, TVector>(ref TVector first, ref TRule rule)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector next = rule.FadeFirst<TSimd, TVector>(first);
        TVector changed = TSimd.Select(TSimd.AreEqual(next, first), TSimd.Zero, TSimd.Broadcast(T.One));
        if (TSimd.Sum(changed) != T.Zero) return false;
        first = next;
        return true;
    }
}
