using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unfold.Kernels;

/// <summary>The last columns of a product where they fill no more than one vector: in the narrowest vectors that hold them, two tiles at a time.</summary>
static unsafe class NarrowColumn<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Columns of the narrowest vector that holds so many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Lanes<TSimd, TVector>(nint columns)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct =>
        columns <= Vector128<T>.Count ? Math.Min(TSimd.Count, Vector128<T>.Count) : columns <= Vector256<T>.Count ? Math.Min(TSimd.Count, Vector256<T>.Count) : TSimd.Count;

    /// <summary>As <see cref="GemmBlock{TSimd, TVector, T}.Column"/>.</summary>
    public static void Run<TSimd, TVector>(
        nint rows, nint depth, LeftRows<T> a, T* b, nint bStride, T* c, nint ldc, int columns, T* addend, nint addendStride, RowsAhead* ahead)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        nint lanes = Lanes<TSimd, TVector>(columns);
        if (lanes < TSimd.Count && lanes == Vector128<T>.Count)
            Tiles<Simd128<T>, Vector128<T>>(rows, depth, a, b, bStride, c, ldc, columns, addend, addendStride, ahead);
        else if (lanes < TSimd.Count)
            Tiles<Simd256<T>, Vector256<T>>(rows, depth, a, b, bStride, c, ldc, columns, addend, addendStride, ahead);
        else
            Tiles<TSimd, TVector>(rows, depth, a, b, bStride, c, ldc, columns, addend, addendStride, ahead);
    }

    [MethodImpl(Compiled.Alone)]
    static void Tiles<TSimd, TVector>(
        nint rows, nint depth, LeftRows<T> a, T* b, nint bStride, T* c, nint ldc, int columns, T* addend, nint addendStride, RowsAhead* ahead)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        nint rowStride = a.RowStride;
        for (nint i = 0; i < rows;)
        {
            if (ahead != null) ahead->Next();
            int tile = TileRows.Next(rows - i);
            nint depthStride = a.DepthStride(tile);
            T* source = a.At(i), target = c + i * ldc, start = addend == null ? null : addend + i * addendStride;
            if (TileRows.NextTwoAreWhole(rows - i))
            {
                GemmTile<TSimd, TVector, T>.Run<TilePair6x1, PlainVisit>(source, rowStride, depthStride, b, bStride, target, ldc, depth, columns, start, addendStride, other: a.At(i + tile));
                i += 2 * tile;
                continue;
            }

            switch (tile)
            {
                case 6: GemmTile<TSimd, TVector, T>.Run<Tile6x1, PlainVisit>(source, rowStride, depthStride, b, bStride, target, ldc, depth, columns, start, addendStride); break;
                case 5: GemmTile<TSimd, TVector, T>.Run<Tile5x1, PlainVisit>(source, rowStride, depthStride, b, bStride, target, ldc, depth, columns, start, addendStride); break;
                case 4: GemmTile<TSimd, TVector, T>.Run<Tile4x1, PlainVisit>(source, rowStride, depthStride, b, bStride, target, ldc, depth, columns, start, addendStride); break;
                case 3: GemmTile<TSimd, TVector, T>.Run<Tile3x1, PlainVisit>(source, rowStride, depthStride, b, bStride, target, ldc, depth, columns, start, addendStride); break;
                case 2: GemmTile<TSimd, TVector, T>.Run<Tile2x1, PlainVisit>(source, rowStride, depthStride, b, bStride, target, ldc, depth, columns, start, addendStride); break;
                default: GemmTile<TSimd, TVector, T>.Run<Tile1x1, PlainVisit>(source, rowStride, depthStride, b, bStride, target, ldc, depth, columns, start, addendStride); break;
            }

            i += tile;
        }
    }
}
