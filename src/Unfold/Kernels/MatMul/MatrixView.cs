namespace Unfold.Kernels;

/// <summary>A matrix in memory by its two strides; exchanging them is transposing it. The memory is pinned by whoever made the view.</summary>
readonly unsafe struct MatrixView<T>(T* data, nint rowStride, nint columnStride)
    where T : unmanaged
{
    public readonly T* Data = data;
    public readonly nint RowStride = rowStride;
    public readonly nint ColumnStride = columnStride;

    public T* At(nint row, nint column) => Data + row * RowStride + column * ColumnStride;

    /// <summary>The part that begins at an element.</summary>
    public MatrixView<T> From(nint row, nint column) => new(At(row, column), RowStride, ColumnStride);
}
