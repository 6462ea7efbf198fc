using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The largest of several rows, element by element, and where it came from.</summary>
static class RunningMax
{
    /// <summary>Where x is larger than best, or no number: best = x and place = number. Of equal ones the first stays; what is no number stays for good.</summary>
    public static void Update<T>(ReadOnlySpan<T> x, T number, Span<T> best, Span<T> place)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(x.Length == best.Length && x.Length == place.Length);
        var kernel = new UpdateKernel<T>(x, number, best, place);
        SimdWidth.Run<UpdateKernel<T>, T>(ref kernel);
    }

    readonly ref struct UpdateKernel<T>(ReadOnlySpan<T> x, T number, Span<T> best, Span<T> place) : IWidthKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly ReadOnlySpan<T> _x = x;
        readonly T _number = number;
        readonly Span<T> _best = best;
        readonly Span<T> _place = place;

        [MethodImpl(Compiled.Alone)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            ref T x = ref MemoryMarshal.GetReference(_x);
            ref T best = ref MemoryMarshal.GetReference(_best);
            ref T place = ref MemoryMarshal.GetReference(_place);
            TVector number = TSimd.Broadcast(_number);
            nint length = _x.Length, i = 0;
            for (; i <= length - TSimd.Count; i += TSimd.Count)
            {
                TVector value = TSimd.Load(ref x, i), old = TSimd.Load(ref best, i), at = TSimd.Load(ref place, i);
                TVector larger = TSimd.LessThan(old, value), isNumber = TSimd.AreEqual(value, value);
                TSimd.Store(TSimd.Select(isNumber, TSimd.Select(larger, value, old), value), ref best, i);
                TSimd.Store(TSimd.Select(isNumber, TSimd.Select(larger, number, at), number), ref place, i);
            }
            for (; i < length; i++)
            {
                T value = Unsafe.Add(ref x, i);
                if (Unsafe.Add(ref best, i) < value || T.IsNaN(value))
                    (Unsafe.Add(ref best, i), Unsafe.Add(ref place, i)) = (value, _number);
            }
        }
    }
}
