using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>Rows of a left operand as tiles read them: where they lie in their matrix, or packed tile after tile.</summary>
readonly unsafe struct LeftRows<T>
    where T : unmanaged
{
    readonly T* _data;
    readonly nint _rowStep;
    readonly nint _columnStride;
    readonly bool _packed;

    /// <summary>Those of a matrix.</summary>
    public LeftRows(MatrixView<T> a)
    {
        _data = a.Data;
        _rowStep = a.RowStride;
        _columnStride = a.ColumnStride;
    }

    /// <param name="packed">[rows, depth]: tiles of at most six rows (<see cref="TileRows"/>), each depth after depth.</param>
    /// <param name="depth">Columns.</param>
    public LeftRows(T* packed, nint depth)
    {
        _data = packed;
        _rowStep = depth;
        _packed = true;
    }

    /// <summary>Elements from row to row of a tile.</summary>
    public nint RowStride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _packed ? 1 : _rowStep;
    }

    /// <summary>The first element of a tile's first row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(nint row) => _data + (row * _rowStep);

    /// <summary>Elements from column to column of a tile of so many rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint DepthStride(int tile) => _packed ? tile : _columnStride;
}
