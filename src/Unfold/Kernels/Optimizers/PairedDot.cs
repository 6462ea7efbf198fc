using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The product of two gradients, Σ g·p, over the rows that both have: stretches in the element type, their sums in double.</summary>
ref struct PairedDot<T> : IWidthKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Stretch = 1024;

    public required ReadOnlySpan<T> Gradient, Previous; // each row after row
    public required int RowLength;

    /// <summary>Where the rows stand in each of the two, in rows.</summary>
    public required ReadOnlySpan<(int Gradient, int Previous)> Pairs;

    public double Sum;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        int rows = Math.Max(1, Stretch / Math.Max(1, RowLength));
        for (int pair = 0; pair < Pairs.Length; pair += rows)
        {
            ReadOnlySpan<(int, int)> some = Pairs.Slice(pair, Math.Min(rows, Pairs.Length - pair));
            for (int start = 0; start < RowLength; start += Stretch) Add<TSimd, TVector>(some, start, Math.Min(Stretch, RowLength - start));
        }
    }

    [MethodImpl(Compiled.Alone)]
    void Add<TSimd, TVector>(ReadOnlySpan<(int Gradient, int Previous)> pairs, int start, int count)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector even = TSimd.Zero, odd = TSimd.Zero;
        double rest = 0;
        foreach ((int row, int before) in pairs)
        {
            ref T gradients = ref Unsafe.Add(ref MemoryMarshal.GetReference(Gradient), ((nint)row * RowLength) + start);
            ref T previous = ref Unsafe.Add(ref MemoryMarshal.GetReference(Previous), ((nint)before * RowLength) + start);
            int i = 0;
            for (; i <= count - (2 * TSimd.Count); i += 2 * TSimd.Count)
            {
                even = TSimd.MultiplyAdd(TSimd.Load(in gradients, i), TSimd.Load(in previous, i), even);
                odd = TSimd.MultiplyAdd(TSimd.Load(in gradients, i + TSimd.Count), TSimd.Load(in previous, i + TSimd.Count), odd);
            }
            for (; i <= count - TSimd.Count; i += TSimd.Count) even = TSimd.MultiplyAdd(TSimd.Load(in gradients, i), TSimd.Load(in previous, i), even);
            for (; i < count; i++) rest += double.CreateTruncating(Unsafe.Add(ref gradients, i)) * double.CreateTruncating(Unsafe.Add(ref previous, i));
        }
        Sum += double.CreateTruncating(TSimd.Sum(TSimd.Add(even, odd))) + rest;
    }
}
