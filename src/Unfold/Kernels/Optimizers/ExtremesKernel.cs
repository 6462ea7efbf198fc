using System.Numerics;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The largest absolute value among the finite elements of a gradient, and how many are exactly zero.</summary>
ref struct ExtremesKernel<T> : IWidthKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Stretch = 1024; // as many as a single counts without loss, and more

    public required ReadOnlySpan<T> Gradient;
    public double Largest;
    public long Zeros;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        for (int start = 0; start < Gradient.Length; start += Stretch) Add<TSimd, TVector>(Gradient.Slice(start, Math.Min(Stretch, Gradient.Length - start)));
    }

    void Add<TSimd, TVector>(ReadOnlySpan<T> part)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector zeros = TSimd.Zero, most = TSimd.Zero, one = TSimd.Broadcast(T.One), bound = TSimd.Broadcast(T.PositiveInfinity);
        ref T first = ref MemoryMarshal.GetReference(part);
        int i = 0;
        for (; i <= part.Length - TSimd.Count; i += TSimd.Count)
        {
            TVector g = TSimd.Load(in first, i), size = TSimd.Abs(g);
            most = TSimd.Max(most, TSimd.Select(TSimd.LessThan(size, bound), size, TSimd.Zero)); // NaN is not less than anything
            zeros = TSimd.Add(zeros, TSimd.Select(TSimd.AreEqual(g, TSimd.Zero), one, TSimd.Zero));
        }
        Largest = Math.Max(Largest, double.CreateTruncating(TSimd.Largest(most)));
        Zeros += (long)double.CreateTruncating(TSimd.Sum(zeros));
        foreach (T g in part[i..])
        {
            if (T.IsFinite(g)) Largest = Math.Max(Largest, Math.Abs(double.CreateTruncating(g)));
            Zeros += g == T.Zero ? 1 : 0;
        }
    }
}
