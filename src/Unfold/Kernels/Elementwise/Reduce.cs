using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>Sums over a span.</summary>
/// <remarks>
/// Runs of 1,024 elements are added in four vectors of <c>T</c>, then each run's total in double, in order: the error stays that of a
/// short sum however long the span, and the order is fixed for a given vector width.
/// </remarks>
static class Reduce
{
    const int Run = 1024;

    /// <summary>Σ x[i].</summary>
    public static double Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Total(default(SumTerm<T>), x, x);

    /// <summary>Σ x[i]·y[i].</summary>
    public static double Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Total(default(DotTerm<T>), x, y);

    /// <summary>Σ x[i]².</summary>
    public static double SumOfSquares<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Total(default(DotTerm<T>), x, x);

    /// <summary>Σ |x[i]|.</summary>
    public static double SumOfMagnitudes<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Total(default(MagnitudeTerm<T>), x, x);

    /// <summary>The largest element; −infinity of none; undefined when one is NaN.</summary>
    public static T Max<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = new MaxKernel<T>(x);
        SimdWidth.Run<MaxKernel<T>, T>(ref kernel);
        return kernel.Result;
    }

    static double Total<TTerm, T>(TTerm term, ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where TTerm : struct, ITernaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(x.Length == y.Length);
        var kernel = new TotalKernel<TTerm, T>(term, x, y);
        SimdWidth.Run<TotalKernel<TTerm, T>, T>(ref kernel);
        return kernel.Result;
    }

    ref struct TotalKernel<TTerm, T>(TTerm term, ReadOnlySpan<T> x, ReadOnlySpan<T> y) : IWidthKernel<T>
        where TTerm : struct, ITernaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly TTerm _term = term;
        readonly ReadOnlySpan<T> _x = x;
        readonly ReadOnlySpan<T> _y = y;

        public double Result { get; private set; }

        [MethodImpl(Compiled.Alone)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            TTerm term = _term;
            ref T x = ref MemoryMarshal.GetReference(_x);
            ref T y = ref MemoryMarshal.GetReference(_y);
            int step = TSimd.Count;
            double total = 0;
            for (nint start = 0; start < _x.Length; start += Reduce.Run)
            {
                nint end = Math.Min(start + Reduce.Run, _x.Length), i = start;
                TVector a = TSimd.Zero, b = TSimd.Zero, c = TSimd.Zero, d = TSimd.Zero;
                for (; i <= end - 4 * step; i += 4 * step)
                {
                    a = term.Invoke<TSimd, TVector>(TSimd.Load(ref x, i), TSimd.Load(ref y, i), a);
                    b = term.Invoke<TSimd, TVector>(TSimd.Load(ref x, i + step), TSimd.Load(ref y, i + step), b);
                    c = term.Invoke<TSimd, TVector>(TSimd.Load(ref x, i + 2 * step), TSimd.Load(ref y, i + 2 * step), c);
                    d = term.Invoke<TSimd, TVector>(TSimd.Load(ref x, i + 3 * step), TSimd.Load(ref y, i + 3 * step), d);
                }

                for (; i <= end - step; i += step)
                    a = term.Invoke<TSimd, TVector>(TSimd.Load(ref x, i), TSimd.Load(ref y, i), a);
                if (i < end)
                    b = term.Invoke<TSimd, TVector>(TSimd.LoadPart(ref x, i, (int)(end - i), T.Zero), TSimd.LoadPart(ref y, i, (int)(end - i), T.Zero), b);
                total += double.CreateTruncating(TSimd.Sum(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d))));
            }

            Result = total;
        }
    }

    ref struct MaxKernel<T>(ReadOnlySpan<T> x) : IWidthKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly ReadOnlySpan<T> _x = x;

        public T Result { get; private set; }

        [MethodImpl(Compiled.Alone)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            ref T x = ref MemoryMarshal.GetReference(_x);
            nint i = 0, length = _x.Length;
            TVector best = TSimd.Broadcast(T.NegativeInfinity);
            for (; i <= length - TSimd.Count; i += TSimd.Count)
                best = TSimd.Max(best, TSimd.Load(ref x, i));
            if (i < length)
                best = TSimd.Max(best, TSimd.LoadPart(ref x, i, (int)(length - i), T.NegativeInfinity));
            Result = TSimd.Largest(best);
        }
    }

    readonly struct SumTerm<T> : ITernaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x, TVector y, TVector z)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct => TSimd.Add(z, x);
    }

    readonly struct MagnitudeTerm<T> : ITernaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x, TVector y, TVector z)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct => TSimd.Add(z, TSimd.Abs(x));
    }

    readonly struct DotTerm<T> : ITernaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x, TVector y, TVector z)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct => TSimd.MultiplyAdd(x, y, z);
    }
}
