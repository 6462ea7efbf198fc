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
    const int FetchFrom = 48; // a depth at which C arrives before it is needed

    /// <summary>c[Rows, Vectors] = a·b, or what is given plus a·b. Nothing is called from here: a call would drive the sums out of their registers.</summary>
    /// <param name="a">Rows of A.</param>
    /// <param name="rowStride">Elements from row to row of A.</param>
    /// <param name="depthStride">Elements from column to column of A.</param>
    /// <param name="b">The panel.</param>
    /// <param name="bStride">Elements from row to row of the panel.</param>
    /// <param name="c">The tile of C.</param>
    /// <param name="ldc">Elements from row to row of C.</param>
    /// <param name="depth">Columns of A, rows of B.</param>
    /// <param name="last">Columns of C in the last vector: all, or the first ones.</param>
    /// <param name="addend">What the product is added to: C itself, a bias, or null for nothing.</param>
    /// <param name="addendStride">Elements from row to row of the addend: zero for a bias.</param>
    /// <param name="copy">Where the panel goes, for a visit that packs it.</param>
    /// <param name="next">What is asked for ahead, for a visit that does so: where it begins (<see cref="PanelAhead{T}"/>),</param>
    /// <param name="nextStep">how far it goes on with a step of depth,</param>
    /// <param name="nextTurn">and the bits of that which change with every step.</param>
    /// <param name="other">Rows of A of the second tile of a pair, which lies below the first.</param>
    [MethodImpl(Compiled.Alone)]
    public static void Run<TShape, TVisit>(T* a, nint rowStride, nint depthStride, T* b, nint bStride, T* c, nint ldc, nint depth, int last, T* addend, nint addendStride, T* copy = null, T* next = null, nint nextStep = 0, nint nextTurn = 0, T* other = null)
        where TShape : struct, ITileShape
        where TVisit : struct, IPanelVisit
    {
        TVector c00 = TSimd.Zero, c01 = TSimd.Zero;
        TVector c10 = TSimd.Zero, c11 = TSimd.Zero;
        TVector c20 = TSimd.Zero, c21 = TSimd.Zero;
        TVector c30 = TSimd.Zero, c31 = TSimd.Zero;
        TVector c40 = TSimd.Zero, c41 = TSimd.Zero;
        TVector c50 = TSimd.Zero, c51 = TSimd.Zero;
        if (depth >= FetchFrom)
        {
            T* line = c;
            for (int row = 0; row < (TShape.IsPair ? 2 * TShape.Rows : TShape.Rows); row++, line += ldc)
                Fetch<TShape>(line);
        }

        nint two = 2 * rowStride, three = 3 * rowStride, four = 4 * rowStride, five = 5 * rowStride;
        for (T* end = b + (depth * bStride); b != end; a += depthStride, b += bStride)
        {
            TVector b0 = TSimd.Load(ref *b, 0);
            TVector b1 = TShape.Vectors == 2 ? TSimd.Load(ref *b, TSimd.Count) : TSimd.Zero;
            if (TVisit.Fetches)
            {
                Cache.PrefetchFar(next);
                if (TVisit.FetchesAlone && TSimd.Count * sizeof(T) == Cache.LineBytes)
                    Cache.PrefetchFar(next + TSimd.Count);
                next += nextStep;
                nextStep ^= nextTurn;
            }

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
            if (TShape.IsPair)
                c01 = TSimd.MultiplyAdd(TSimd.Broadcast(*other), b0, c01);

            if (TShape.Rows > 1)
            {
                x = TSimd.Broadcast(a[rowStride]);
                c10 = TSimd.MultiplyAdd(x, b0, c10);
                if (TShape.Vectors == 2)
                    c11 = TSimd.MultiplyAdd(x, b1, c11);
                if (TShape.IsPair)
                    c11 = TSimd.MultiplyAdd(TSimd.Broadcast(other[rowStride]), b0, c11);
            }

            if (TShape.Rows > 2)
            {
                x = TSimd.Broadcast(a[two]);
                c20 = TSimd.MultiplyAdd(x, b0, c20);
                if (TShape.Vectors == 2)
                    c21 = TSimd.MultiplyAdd(x, b1, c21);
                if (TShape.IsPair)
                    c21 = TSimd.MultiplyAdd(TSimd.Broadcast(other[two]), b0, c21);
            }

            if (TShape.Rows > 3)
            {
                x = TSimd.Broadcast(a[three]);
                c30 = TSimd.MultiplyAdd(x, b0, c30);
                if (TShape.Vectors == 2)
                    c31 = TSimd.MultiplyAdd(x, b1, c31);
                if (TShape.IsPair)
                    c31 = TSimd.MultiplyAdd(TSimd.Broadcast(other[three]), b0, c31);
            }

            if (TShape.Rows > 4)
            {
                x = TSimd.Broadcast(a[four]);
                c40 = TSimd.MultiplyAdd(x, b0, c40);
                if (TShape.Vectors == 2)
                    c41 = TSimd.MultiplyAdd(x, b1, c41);
                if (TShape.IsPair)
                    c41 = TSimd.MultiplyAdd(TSimd.Broadcast(other[four]), b0, c41);
            }

            if (TShape.Rows > 5)
            {
                x = TSimd.Broadcast(a[five]);
                c50 = TSimd.MultiplyAdd(x, b0, c50);
                if (TShape.Vectors == 2)
                    c51 = TSimd.MultiplyAdd(x, b1, c51);
                if (TShape.IsPair)
                    c51 = TSimd.MultiplyAdd(TSimd.Broadcast(other[five]), b0, c51);
            }

            if (TShape.IsPair)
                other += depthStride;
        }

        nint below = TShape.Rows * ldc, belowAddend = TShape.Rows * addendStride;
        Put<TShape>(c00, c01, c, below, last, addend, belowAddend);
        if (TShape.Rows > 1)
            Put<TShape>(c10, c11, c + ldc, below, last, From(addend, addendStride), belowAddend);
        if (TShape.Rows > 2)
            Put<TShape>(c20, c21, c + 2 * ldc, below, last, From(addend, 2 * addendStride), belowAddend);
        if (TShape.Rows > 3)
            Put<TShape>(c30, c31, c + 3 * ldc, below, last, From(addend, 3 * addendStride), belowAddend);
        if (TShape.Rows > 4)
            Put<TShape>(c40, c41, c + 4 * ldc, below, last, From(addend, 4 * addendStride), belowAddend);
        if (TShape.Rows > 5)
            Put<TShape>(c50, c51, c + 5 * ldc, below, last, From(addend, 5 * addendStride), belowAddend);
    }

    /// <summary>Asks for a row of C early: it comes from memory while the product is made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Fetch<TShape>(T* c)
        where TShape : struct, ITileShape
    {
        Cache.Prefetch(c);
        if (TShape.Vectors == 2)
            Cache.Prefetch(c + TSimd.Count);
    }

    /// <summary>A row of the tile; of a pair, the same row of both tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put<TShape>(TVector first, TVector second, T* c, nint below, int last, T* addend, nint belowAddend)
        where TShape : struct, ITileShape
    {
        if (TShape.Vectors == 2)
        {
            TSimd.Store(addend == null ? first : TSimd.Add(TSimd.Load(ref *addend, 0), first), ref *c, 0);
            PutEnd(second, c + TSimd.Count, last, From(addend, TSimd.Count));
            return;
        }

        PutEnd(first, c, last, addend);
        if (TShape.IsPair)
            PutEnd(second, c + below, last, From(addend, belowAddend));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void PutEnd(TVector sum, T* c, int last, T* addend)
    {
        if (last == TSimd.Count)
            TSimd.Store(addend == null ? sum : TSimd.Add(TSimd.Load(ref *addend, 0), sum), ref *c, 0);
        else
            TSimd.StorePart(addend == null ? sum : TSimd.Add(TSimd.LoadPart(addend, last, T.Zero), sum), c, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T* From(T* addend, nint offset) => addend == null ? null : addend + offset;
}
