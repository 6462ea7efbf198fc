using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>The one loop under every elementwise kernel. The destination may be one of the operands.</summary>
/// <remarks>The last elements that fill no vector pass through a padded one, so they are rounded like all others.</remarks>
static class Map
{
    /// <summary>destination[i] = op(x[i]).</summary>
    public static void Apply<TOp, T>(TOp op, ReadOnlySpan<T> x, Span<T> destination)
        where TOp : struct, IUnaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(x.Length == destination.Length);
        var kernel = new Unary<TOp, T>(op, x, destination);
        SimdWidth.Run<Unary<TOp, T>, T>(ref kernel);
    }

    /// <summary>destination[i] = op(x[i], y[i]).</summary>
    public static void Apply<TOp, T>(TOp op, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination)
        where TOp : struct, IBinaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(x.Length == destination.Length && y.Length == x.Length);
        var kernel = new Binary<TOp, T>(op, x, y, destination);
        SimdWidth.Run<Binary<TOp, T>, T>(ref kernel);
    }

    /// <summary>destination[i] = op(x[i], y[i], z[i]).</summary>
    public static void Apply<TOp, T>(TOp op, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> destination)
        where TOp : struct, ITernaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(x.Length == destination.Length && y.Length == x.Length && z.Length == x.Length);
        var kernel = new Ternary<TOp, T>(op, x, y, z, destination);
        SimdWidth.Run<Ternary<TOp, T>, T>(ref kernel);
    }

    readonly ref struct Unary<TOp, T>(TOp op, ReadOnlySpan<T> x, Span<T> destination) : IWidthKernel<T>
        where TOp : struct, IUnaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly TOp _op = op;
        readonly ReadOnlySpan<T> _x = x;
        readonly Span<T> _destination = destination;

        [MethodImpl(Compiled.Alone)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            TOp op = _op;
            ref T x = ref MemoryMarshal.GetReference(_x);
            ref T d = ref MemoryMarshal.GetReference(_destination);
            nint length = _x.Length, i = 0;
            for (; i <= length - TSimd.Count; i += TSimd.Count)
                TSimd.Store(op.Invoke<TSimd, TVector>(TSimd.Load(ref x, i)), ref d, i);
            if (i < length)
            {
                int rest = (int)(length - i);
                TSimd.StorePart(op.Invoke<TSimd, TVector>(TSimd.LoadPart(ref x, i, rest, T.One)), ref d, i, rest);
            }
        }
    }

    readonly ref struct Binary<TOp, T>(TOp op, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination) : IWidthKernel<T>
        where TOp : struct, IBinaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly TOp _op = op;
        readonly ReadOnlySpan<T> _x = x;
        readonly ReadOnlySpan<T> _y = y;
        readonly Span<T> _destination = destination;

        [MethodImpl(Compiled.Alone)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            TOp op = _op;
            ref T x = ref MemoryMarshal.GetReference(_x);
            ref T y = ref MemoryMarshal.GetReference(_y);
            ref T d = ref MemoryMarshal.GetReference(_destination);
            nint length = _x.Length, i = 0;
            for (; i <= length - TSimd.Count; i += TSimd.Count)
                TSimd.Store(op.Invoke<TSimd, TVector>(TSimd.Load(ref x, i), TSimd.Load(ref y, i)), ref d, i);
            if (i < length)
            {
                int rest = (int)(length - i);
                TVector result = op.Invoke<TSimd, TVector>(TSimd.LoadPart(ref x, i, rest, T.One), TSimd.LoadPart(ref y, i, rest, T.One));
                TSimd.StorePart(result, ref d, i, rest);
            }
        }
    }

    readonly ref struct Ternary<TOp, T>(TOp op, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> destination) : IWidthKernel<T>
        where TOp : struct, ITernaryOperator<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly TOp _op = op;
        readonly ReadOnlySpan<T> _x = x;
        readonly ReadOnlySpan<T> _y = y;
        readonly ReadOnlySpan<T> _z = z;
        readonly Span<T> _destination = destination;

        [MethodImpl(Compiled.Alone)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            TOp op = _op;
            ref T x = ref MemoryMarshal.GetReference(_x);
            ref T y = ref MemoryMarshal.GetReference(_y);
            ref T z = ref MemoryMarshal.GetReference(_z);
            ref T d = ref MemoryMarshal.GetReference(_destination);
            nint length = _x.Length, i = 0;
            for (; i <= length - TSimd.Count; i += TSimd.Count)
                TSimd.Store(op.Invoke<TSimd, TVector>(TSimd.Load(ref x, i), TSimd.Load(ref y, i), TSimd.Load(ref z, i)), ref d, i);
            if (i < length)
            {
                int rest = (int)(length - i);
                TVector result = op.Invoke<TSimd, TVector>(
                    TSimd.LoadPart(ref x, i, rest, T.One), TSimd.LoadPart(ref y, i, rest, T.One), TSimd.LoadPart(ref z, i, rest, T.One));
                TSimd.StorePart(result, ref d, i, rest);
            }
        }
    }
}
