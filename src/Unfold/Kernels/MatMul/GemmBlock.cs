using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>The loops around the register tile, on one thread.</summary>
/// <remarks>
/// Depth in runs of 256, so that a panel of B stays in the first-level cache while all rows of A pass by it; the next run is added to C.
/// That split depends on the depth alone, so an element's value does not depend on how C is divided among threads.
/// </remarks>
static unsafe class GemmBlock<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public const int DepthRun = 256;
    const int ColumnRun = 1024; // rows of A are packed once for so many columns
    const int RowRun = 96;
    const int TransposedRun = 16;
    const int FirstLevelBytes = 24 * 1024;
    const int SecondLevelBytes = 256 * 1024;
    const int WayBytes = 4096, CrowdedWithin = 256;

    static nint PanelWidth
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TSimd.Count;
    }

    /// <summary>c [rows, columns] = a [rows, depth] · b [depth, columns], plus the addend's rows if there is one: c itself, or one row for all, its stride zero.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Multiply(nint rows, nint columns, nint depth, MatrixView<T> a, MatrixView<T> b, T* c, nint ldc, T* addend, nint addendStride)
    {
        nint bytes = depth * b.RowStride * sizeof(T);
        bool packs = b.ColumnStride != 1 || (rows > 18 && bytes > FirstLevelBytes);
        bool meanwhile = packs && b.ColumnStride == 1 && rows <= RowRun && bytes <= SecondLevelBytes; // a panel is packed by the first rows that meet it and gives its place to the next
        nint columnRun = meanwhile ? columns : ColumnRun;
        T* panels = Scratch<T>.ForB(Math.Min(DepthRun, depth) * ((meanwhile ? 0 : Math.Min(ColumnRun, columns)) + PanelWidth)); // no more than it needs: every thread keeps its own
        for (nint k = 0; k < depth; k += DepthRun)
        {
            nint run = Math.Min(DepthRun, depth - k);
            MatrixView<T> left = a.From(0, k);
            for (nint first = 0; first < columns; first += columnRun)
            {
                nint width = Math.Min(columnRun, columns - first), whole = packs && !meanwhile ? 0 : width / PanelWidth * PanelWidth;
                if (whole > 0 && meanwhile)
                    Panels(rows, whole, run, left, panels, PanelWidth, 0, c + first, ldc, From(addend, first), addendStride, b.At(k, first), b.RowStride);
                else if (whole > 0)
                    Panels(rows, whole, run, left, b.At(k, first), b.RowStride, PanelWidth, c + first, ldc, From(addend, first), addendStride);
                if (whole < width)
                {
                    nint rest = width - whole, lanes = rest > TSimd.Count ? PanelWidth : NarrowColumn<T>.Lanes<TSimd, TVector>(rest), stride = lanes;
                    MatrixView<T> others = b.From(k, first + whole);
                    T* panel = panels;
                    if (rest == lanes && b.ColumnStride == 1 && !packs) // whole vectors can be read where they are
                    {
                        panel = others.Data;
                        stride = others.RowStride;
                    }
                    else
                    {
                        GemmPack.Right(others, run, rest, (int)lanes, panels);
                    }

                    Panels(rows, rest, run, left, panel, stride, run * lanes, c + first + whole, ldc, From(addend, first + whole), addendStride);
                }
            }

            addend = c;
            addendStride = ldc;
        }

        if (depth == 0)
            Begin(rows, columns, c, ldc, addend, addendStride);
    }

    /// <summary>The same with B packed as a whole by <see cref="PackedMatrix{T}"/>: some rows through all their depth before the next ones, so that their sums stay near, and the pages they lie in known.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void MultiplyPacked(nint rows, nint columns, nint depth, MatrixView<T> a, T* panels, T* c, nint ldc, T* addend, nint addendStride)
    {
        for (nint first = 0; first < rows; first += RowRun)
        {
            T* target = c + first * ldc, start = From(addend, first * addendStride);
            nint stride = addendStride;
            for (nint k = 0; k < depth; k += DepthRun)
            {
                Panels(Math.Min(RowRun, rows - first), columns, Math.Min(DepthRun, depth - k), a.From(first, k), panels + k * PanelWidth, PanelWidth, depth * PanelWidth, target, ldc, start, stride);
                start = target;
                stride = ldc;
            }
        }

        if (depth == 0)
            Begin(rows, columns, c, ldc, addend, addendStride);
    }

    /// <summary>c (+)= a · b, b packed.</summary>
    public static void MultiplyPacked(nint rows, nint columns, nint depth, MatrixView<T> a, T* panels, T* c, nint ldc, bool accumulate) =>
        MultiplyPacked(rows, columns, depth, a, panels, c, ldc, accumulate ? c : null, ldc);

    /// <summary>Panels of B, <paramref name="panelStep"/> elements apart, against all rows of A; where <paramref name="raw"/> is given, A has at most <see cref="RowRun"/> rows, and the first of them fill the panel from there.</summary>
    [MethodImpl(Compiled.Alone)]
    static void Panels(
        nint rows, nint columns, nint depth, MatrixView<T> a, T* b, nint bStride, nint panelStep, T* c, nint ldc, T* addend, nint addendStride,
        T* raw = null, nint rawStride = 0)
    {
        bool packA = a.ColumnStride == 1
            ? AreCrowded(a.RowStride * sizeof(T)) && columns >= 8 * PanelWidth
            : depth * a.ColumnStride * sizeof(T) > FirstLevelBytes && columns > PanelWidth;
        for (nint first = 0; first < rows; first += RowRun)
        {
            nint count = Math.Min(RowRun, rows - first);
            MatrixView<T> block = a.From(first, 0);
            var left = new LeftRows<T>(block);
            if (packA)
            {
                T* packed = Scratch<T>.ForA(RowRun * DepthRun);
                PackLeft(block, count, depth, packed, depth);
                left = new(packed, depth);
            }

            T* panel = b;
            for (nint j = 0; j < columns; j += PanelWidth, panel += panelStep)
            {
                T* source = raw == null ? null : raw + j;
                Column(
                    count, depth, left, panel, bStride, panelStep, source, rawStride, c + first * ldc + j, ldc, (int)Math.Min(PanelWidth, columns - j),
                    From(addend, first * addendStride + j), addendStride);
            }
        }
    }

    /// <summary>Whether rows lie so that those of a tile, and of a block farther out, share a few sets of a cache: about a multiple of its ways' 4 KiB apart.</summary>
    static bool AreCrowded(nint strideBytes) => strideBytes > CrowdedWithin && (strideBytes + CrowdedWithin) % WayBytes < 2 * CrowdedWithin;

    /// <summary>Rows of A, tile after tile; those of a transposed matrix some at a time, so that a line of it serves all tiles while it is near.</summary>
    /// <param name="a">[rows, depth].</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="depth">Its columns.</param>
    /// <param name="destination">[rows, whole], tiles of at most six rows, each depth after depth.</param>
    /// <param name="whole">Columns of the whole that is packed, of which these may be a part.</param>
    /// <param name="done">Columns of it before these.</param>
    public static void PackLeft(MatrixView<T> a, nint rows, nint depth, T* destination, nint whole, nint done = 0)
    {
        nint some = a.ColumnStride == 1 ? depth : TransposedRun;
        for (nint k = 0; k < depth; k += some)
        {
            nint run = Math.Min(some, depth - k);
            for (nint i = 0; i < rows;)
            {
                int tile = TileRows.Next(rows - i);
                GemmPack.Left(a.From(i, k), tile, run, destination + (i * whole) + ((done + k) * tile));
                i += tile;
            }
        }
    }

    /// <summary>
    /// One panel against rows of A, whose first tiles ask for the next one, <paramref name="panelStep"/> elements on; zero where none follows. Where <paramref name="raw"/> is given,
    /// the first tile fills the panel from there, and the next one lies beside it: then A has at least twelve rows. Between tiles it asks for rows <paramref name="ahead"/>.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static void Column(
        nint rows, nint depth, LeftRows<T> a, T* b, nint bStride, nint panelStep, T* raw, nint rawStride, T* c, nint ldc, int columns, T* addend, nint addendStride, RowsAhead* ahead = null)
    {
        if (columns <= TSimd.Count)
        {
            NarrowColumn<T>.Run<TSimd, TVector>(rows, depth, a, b, bStride, c, ldc, columns, addend, addendStride, ahead);
            return;
        }

        int last = columns - TSimd.Count, shares = raw != null || (bStride == PanelWidth && panelStep > 0) ? TileRows.Shares(rows) : 0;
        nint rowStride = a.RowStride;
        for (nint i = 0, number = 0; i < rows; number++)
        {
            if (ahead != null) ahead->Next();
            int tile = TileRows.Next(rows - i);
            nint depthStride = a.DepthStride(tile);
            T* source = a.At(i), target = c + i * ldc, start = From(addend, i * addendStride);
            if (number >= shares)
            {
                Wide(tile, source, rowStride, depthStride, b, bStride, target, ldc, depth, last, start, addendStride);
            }
            else
            {
                PanelAhead<T> next = raw == null
                    ? PanelAhead<T>.OfPacked(b + panelStep, PanelWidth, depth, number, shares)
                    : PanelAhead<T>.OfMatrix(raw + PanelWidth, rawStride, PanelWidth, depth, number, shares);
                if (raw != null && number == 0)
                    GemmTile<TSimd, TVector, T>.Run<Tile6x2, PackingVisit>(source, rowStride, depthStride, raw, rawStride, target, ldc, depth, last, start, addendStride, b, next.Start, next.Step, next.Turn);
                else if (shares == 1)
                    GemmTile<TSimd, TVector, T>.Run<Tile6x2, LoneFetchingVisit>(source, rowStride, depthStride, b, bStride, target, ldc, depth, last, start, addendStride, null, next.Start, next.Step, next.Turn);
                else
                    GemmTile<TSimd, TVector, T>.Run<Tile6x2, FetchingVisit>(source, rowStride, depthStride, b, bStride, target, ldc, depth, last, start, addendStride, null, next.Start, next.Step, next.Turn);
            }

            i += tile;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Wide(int tile, T* a, nint rowStride, nint depthStride, T* b, nint bStride, T* c, nint ldc, nint depth, int last, T* addend, nint addendStride)
    {
        switch (tile)
        {
            case 6: GemmTile<TSimd, TVector, T>.Run<Tile6x2, PlainVisit>(a, rowStride, depthStride, b, bStride, c, ldc, depth, last, addend, addendStride); break;
            case 5: GemmTile<TSimd, TVector, T>.Run<Tile5x2, PlainVisit>(a, rowStride, depthStride, b, bStride, c, ldc, depth, last, addend, addendStride); break;
            case 4: GemmTile<TSimd, TVector, T>.Run<Tile4x2, PlainVisit>(a, rowStride, depthStride, b, bStride, c, ldc, depth, last, addend, addendStride); break;
            case 3: GemmTile<TSimd, TVector, T>.Run<Tile3x2, PlainVisit>(a, rowStride, depthStride, b, bStride, c, ldc, depth, last, addend, addendStride); break;
            case 2: GemmTile<TSimd, TVector, T>.Run<Tile2x2, PlainVisit>(a, rowStride, depthStride, b, bStride, c, ldc, depth, last, addend, addendStride); break;
            default: GemmTile<TSimd, TVector, T>.Run<Tile1x2, PlainVisit>(a, rowStride, depthStride, b, bStride, c, ldc, depth, last, addend, addendStride); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T* From(T* addend, nint offset) => addend == null ? null : addend + offset;

    /// <summary>A sum of no products: the addend, or zeros.</summary>
    static void Begin(nint rows, nint columns, T* c, nint ldc, T* addend, nint addendStride)
    {
        for (nint i = 0; i < rows; i++)
        {
            var row = new Span<T>(c + i * ldc, (int)columns);
            if (addend == null) row.Clear();
            else new Span<T>(addend + i * addendStride, (int)columns).CopyTo(row);
        }
    }
}
