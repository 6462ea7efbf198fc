using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>
/// Updates rows of weights and their state from their gradient; adds to <see cref="Sums"/> what <typeparamref name="TWatching"/> asks for.
/// A dense update is one long row. No checks, no allocation.
/// </summary>
/// <remarks>
/// Sums are taken in the element type over stretches of about 256 vectors, of those in double. Their loop calls nothing and has the
/// rule's numbers from memory: that leaves registers for five sums, and watching takes but a few instructions more.
/// </remarks>
ref struct UpdateKernel<TRule, TWatching, T> : IWidthKernel<T>
    where TRule : struct, IUpdateRule<T>
    where TWatching : struct, IWatching
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Stretch = 256; // vectors
    const int Ahead = 8; // rows that are asked for before their turn: a short one takes some ten nanoseconds

    public required TRule Rule;
    public required Span<T> Weights, First, Second;
    public required ReadOnlySpan<T> Gradient; // row after row
    public required GradientClip<T> Clip;
    public required int RowLength;

    /// <summary>Which row of the weights each row of the gradient belongs to; empty where they are the same.</summary>
    public required ReadOnlySpan<int> Rows;

    public UpdateSums Sums;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        int slots = RowLength == 0 ? 0 : Gradient.Length / RowLength;
        int stretch = Stretch * TSimd.Count;
        (int rows, int columns) = TWatching.Gradient ? (Math.Max(1, stretch / Math.Max(1, RowLength)), stretch) : (slots, RowLength);
        for (int slot = 0; slot < slots; slot += rows)
        {
            int end = Math.Min(slot + rows, slots);
            for (int start = 0; start < RowLength; start += columns) Move<TSimd, TVector>(slot, end, start, Math.Min(columns, RowLength - start));
        }
    }

    /// <summary>Moves a stretch: some columns of some rows.</summary>
    [MethodImpl(Compiled.Alone)]
    void Move<TSimd, TVector>(int slot, int end, int start, int count)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ref TRule rule = ref Unsafe.AsRef(in Rule); // in place: a copy of its numbers would fill the registers
        GradientClip<T> clip = Clip;
        int whole = count - (count % TSimd.Count);
        TVector gradientSquares = TSimd.Zero, weightSquares = TSimd.Zero, squares = TSimd.Zero, dotWeight = TSimd.Zero, dotGradient = TSimd.Zero;
        for (int i = slot; i < end; i++)
        {
            if (i + Ahead < Rows.Length) RowState.Ask<TRule, T>(Weights, First, Second, Rows[i + Ahead], RowLength);
            nint at = ((nint)(Rows.IsEmpty ? i : Rows[i]) * RowLength) + start;
            ref T weights = ref Unsafe.Add(ref MemoryMarshal.GetReference(Weights), at);
            ref T firsts = ref TRule.States > 0 ? ref Unsafe.Add(ref MemoryMarshal.GetReference(First), at) : ref weights;
            ref T seconds = ref TRule.States > 1 ? ref Unsafe.Add(ref MemoryMarshal.GetReference(Second), at) : ref weights;
            ref T gradients = ref Unsafe.Add(ref MemoryMarshal.GetReference(Gradient), ((nint)i * RowLength) + start);
            for (int j = 0; j < whole; j += TSimd.Count)
            {
                TVector before = TSimd.Load(in weights, j), gradient = TSimd.Load(in gradients, j);
                TVector first = TRule.States > 0 ? TSimd.Load(in firsts, j) : TSimd.Zero;
                TVector second = TRule.States > 1 ? TSimd.Load(in seconds, j) : TSimd.Zero;
                TVector weight = before;
                rule.Update<TSimd, TVector>(ref weight, clip.Apply<TSimd, TVector>(gradient), ref first, ref second);
                TSimd.Store(weight, ref weights, j);
                if (TRule.States > 0) TSimd.Store(first, ref firsts, j);
                if (TRule.States > 1) TSimd.Store(second, ref seconds, j);
                if (TWatching.Gradient) gradientSquares = TSimd.MultiplyAdd(gradient, gradient, gradientSquares);
                if (!TWatching.Change) continue;
                TVector change = TSimd.Subtract(weight, before);
                weightSquares = TSimd.MultiplyAdd(before, before, weightSquares);
                squares = TSimd.MultiplyAdd(change, change, squares);
                dotWeight = TSimd.MultiplyAdd(before, change, dotWeight);
                dotGradient = TSimd.MultiplyAdd(gradient, change, dotGradient);
            }
        }
        UpdateSums sums = default;
        if (TWatching.Change)
        {
            sums.WeightSquares = double.CreateTruncating(TSimd.Sum(weightSquares));
            sums.UpdateSquares = double.CreateTruncating(TSimd.Sum(squares));
            sums.WeightDotUpdate = double.CreateTruncating(TSimd.Sum(dotWeight));
            sums.GradientDotUpdate = double.CreateTruncating(TSimd.Sum(dotGradient));
        }
        if (TWatching.Gradient) sums.GradientSquares = double.CreateTruncating(TSimd.Sum(gradientSquares));
        if (whole < count) MoveLast<TSimd, TVector>(slot, end, start + whole, count - whole, ref sums);
        if (TWatching.Gradient) Add(sums, slot, end, start, count);
    }

    /// <summary>What is left of each row, less than a vector.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void MoveLast<TSimd, TVector>(int slot, int end, int start, int rest, ref UpdateSums sums)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        ref T weights = ref MemoryMarshal.GetReference(Weights);
        ref T firsts = ref TRule.States > 0 ? ref MemoryMarshal.GetReference(First) : ref weights;
        ref T seconds = ref TRule.States > 1 ? ref MemoryMarshal.GetReference(Second) : ref weights;
        for (; slot < end; slot++)
        {
            nint at = ((nint)(Rows.IsEmpty ? slot : Rows[slot]) * RowLength) + start;
            TVector before = TSimd.LoadPart(in weights, at, rest, T.Zero);
            TVector gradient = TSimd.LoadPart(in MemoryMarshal.GetReference(Gradient), ((nint)slot * RowLength) + start, rest, T.Zero);
            TVector first = TRule.States > 0 ? TSimd.LoadPart(in firsts, at, rest, T.Zero) : TSimd.Zero;
            TVector second = TRule.States > 1 ? TSimd.LoadPart(in seconds, at, rest, T.Zero) : TSimd.Zero;
            TVector weight = before;
            Rule.Update<TSimd, TVector>(ref weight, Clip.Apply<TSimd, TVector>(gradient), ref first, ref second);
            TSimd.StorePart(weight, ref weights, at, rest);
            if (TRule.States > 0) TSimd.StorePart(first, ref firsts, at, rest);
            if (TRule.States > 1) TSimd.StorePart(second, ref seconds, at, rest);
            if (TWatching.Gradient) sums.GradientSquares += double.CreateTruncating(TSimd.Sum(TSimd.Multiply(gradient, gradient)));
            if (!TWatching.Change) continue;
            TVector change = TSimd.Subtract(weight, before);
            sums.WeightSquares += double.CreateTruncating(TSimd.Sum(TSimd.Multiply(before, before)));
            sums.UpdateSquares += double.CreateTruncating(TSimd.Sum(TSimd.Multiply(change, change)));
            sums.WeightDotUpdate += double.CreateTruncating(TSimd.Sum(TSimd.Multiply(before, change)));
            sums.GradientDotUpdate += double.CreateTruncating(TSimd.Sum(TSimd.Multiply(gradient, change)));
        }
    }

    /// <summary>Adds a stretch; its gradient is looked at once more where single precision does not hold its squares, or not all of it is finite.</summary>
    void Add(UpdateSums sums, int slot, int end, int start, int count)
    {
        if (!SquaresKernel<T>.Holds(sums.GradientSquares))
        {
            ReadOnlySpan<T> gradient = Gradient.Slice((slot * RowLength) + start, (end - slot) * count);
            sums.GradientSquares = SumOfSquares.Of(gradient);
            if (!double.IsFinite(sums.GradientSquares))
            {
                foreach (T g in gradient) sums.NonFinite += T.IsFinite(g) ? 0 : 1;
            }
        }
        Sums.Add(sums);
    }
}
