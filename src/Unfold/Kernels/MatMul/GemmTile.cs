using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>The innermost product: a tile of C kept in registers over the whole depth.</summary>
/// <remarks>
/// Six rows by two vectors are twelve accumulators, two vectors of B and one broadcast element of A: fifteen of AVX2's sixteen registers,
/// and more than the eight accumulators that cover the latency of two multiply-adds a cycle.
/// One pointer into A and one into B: 23 instructions a step of depth (AVX2), of which 12 multiply. A core that shares its front end with a
/// busy neighbour issues three a cycle, and then their number is the time.
/// Each element of C is one chain of multiply-adds in the order of the depth, whatever tile it falls in and however wide the vectors are.
/// </remarks>
static unsafe class GemmTile<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>c[Rows, Vectors] (+)= a·b, whole vectors everywhere. Nothing is called from here: a call would drive the sums out of their registers.</summary>
    /// <param name="a">Rows of A.</param>
    /// <param name="rowStride">Elements from row to row of A.</param>
    /// <param name="depthStride">Elements from column to column of A.</param>
    /// <param name="b">The panel.</param>
    /// <param name="bStride">Elements from row to row of the panel.</param>
    /// <param name="c">The tile of C.</param>
    /// <param name="ldc">Elements from row to row of C.</param>
    /// <param name="depth">Columns of A, rows of B.</param>
    /// <param name="accumulate">Whether it is added to C.</param>
    /// <param name="ahead">Elements from the panel to the next one, for a visit that prefetches it.</param>
    /// <param name="copy">Where the panel goes, for a visit that packs it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TShape, TVisit>(T* a, nint rowStride, nint depthStride, T* b, nint bStride, T* c, nint ldc, nint depth, bool accumulate, nint ahead, T* copy)
        where TShape : struct, ITileShape
        where TVisit : struct, IPanelVisit
    {
        TVector c00 = TSimd.Zero, c01 = TSimd.Zero;
        TVector c10 = TSimd.Zero, c11 = TSimd.Zero;
        TVector c20 = TSimd.Zero, c21 = TSimd.Zero;
        TVector c30 = TSimd.Zero, c31 = TSimd.Zero;
        TVector c40 = TSimd.Zero, c41 = TSimd.Zero;
        TVector c50 = TSimd.Zero, c51 = TSimd.Zero;
        nint two = 2 * rowStride, three = 3 * rowStride, four = 4 * rowStride, five = 5 * rowStride;
        for (T* end = b + (depth * bStride); b != end; a += depthStride, b += bStride)
        {
            TVector b0 = TSimd.Load(ref *b, 0);
            TVector b1 = TShape.Vectors == 2 ? TSimd.Load(ref *b, TSimd.Count) : TSimd.Zero;
            if (TVisit.Prefetches)
                Cache.Prefetch(b + ahead);
            if (TVisit.Packs)
            {
                TSimd.Store(b0, ref *copy, 0);
                TSimd.Store(b1, ref *copy, TSimd.Count);
                copy += 2 * TSimd.Count;
            }

            TVector x = TSimd.Broadcast(*a);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            if (TShape.Vectors == 2)
                c01 = TSimd.MultiplyAdd(x, b1, c01);

            if (TShape.Rows > 1)
            {
                x = TSimd.Broadcast(a[rowStride]);
                c10 = TSimd.MultiplyAdd(x, b0, c10);
                if (TShape.Vectors == 2)
                    c11 = TSimd.MultiplyAdd(x, b1, c11);
            }

            if (TShape.Rows > 2)
            {
                x = TSimd.Broadcast(a[two]);
                c20 = TSimd.MultiplyAdd(x, b0, c20);
                if (TShape.Vectors == 2)
                    c21 = TSimd.MultiplyAdd(x, b1, c21);
            }

            if (TShape.Rows > 3)
            {
                x = TSimd.Broadcast(a[three]);
                c30 = TSimd.MultiplyAdd(x, b0, c30);
                if (TShape.Vectors == 2)
                    c31 = TSimd.MultiplyAdd(x, b1, c31);
            }

            if (TShape.Rows > 4)
            {
                x = TSimd.Broadcast(a[four]);
                c40 = TSimd.MultiplyAdd(x, b0, c40);
                if (TShape.Vectors == 2)
                    c41 = TSimd.MultiplyAdd(x, b1, c41);
            }

            if (TShape.Rows > 5)
            {
                x = TSimd.Broadcast(a[five]);
                c50 = TSimd.MultiplyAdd(x, b0, c50);
                if (TShape.Vectors == 2)
                    c51 = TSimd.MultiplyAdd(x, b1, c51);
            }
        }

        Put<TShape>(c00, c01, c, accumulate);
        if (TShape.Rows > 1)
            Put<TShape>(c10, c11, c + ldc, accumulate);
        if (TShape.Rows > 2)
            Put<TShape>(c20, c21, c + 2 * ldc, accumulate);
        if (TShape.Rows > 3)
            Put<TShape>(c30, c31, c + 3 * ldc, accumulate);
        if (TShape.Rows > 4)
            Put<TShape>(c40, c41, c + 4 * ldc, accumulate);
        if (TShape.Rows > 5)
            Put<TShape>(c50, c51, c + 5 * ldc, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put<TShape>(TVector first, TVector second, T* c, bool accumulate)
        where TShape : struct, ITileShape
    {
        if (accumulate)
        {
            TSimd.Store(TSimd.Add(TSimd.Load(ref *c, 0), first), ref *c, 0);
            if (TShape.Vectors == 2)
                TSimd.Store(TSimd.Add(TSimd.Load(ref *c, TSimd.Count), second), ref *c, TSimd.Count);
            return;
        }

        TSimd.Store(first, ref *c, 0);
        if (TShape.Vectors == 2)
            TSimd.Store(second, ref *c, TSimd.Count);
    }
}
