using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Kernels;

/// <summary>A right operand B [rows, columns] laid out for the register tile: panels of two vectors of columns, each panel row after row, the last one filled with zeros.</summary>
/// <remarks>Packed once and used for many products: recurrent weights are packed once a step and used at every time step.</remarks>
readonly ref struct PackedMatrix<T>(ReadOnlySpan<T> panels, int rows, int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly ReadOnlySpan<T> Panels = panels;
    public readonly int Rows = rows;
    public readonly int Columns = columns;

    /// <summary>Columns of a panel in this process.</summary>
    public static int PanelWidth => 2 * SimdWidth.Count<T>();

    /// <summary>Elements the packed form takes.</summary>
    public static int Length(int rows, int columns) => rows * ((columns + PanelWidth - 1) / PanelWidth * PanelWidth);

    /// <summary>Packs B [rows, columns], row-major with leading dimension <paramref name="ldb"/>.</summary>
    public static PackedMatrix<T> Pack(int rows, int columns, ReadOnlySpan<T> b, int ldb, Span<T> scratch) =>
        Pack(rows, columns, b, ldb, 1, scratch);

    /// <summary>Packs B = Wᵀ where W [columns, rows] is row-major with leading dimension <paramref name="ldw"/>: the layout of stored weights.</summary>
    public static PackedMatrix<T> PackTransposed(int rows, int columns, ReadOnlySpan<T> w, int ldw, Span<T> scratch) =>
        Pack(rows, columns, w, 1, ldw, scratch);

    static unsafe PackedMatrix<T> Pack(int rows, int columns, ReadOnlySpan<T> b, nint rowStride, nint columnStride, Span<T> scratch)
    {
        fixed (T* source = &MemoryMarshal.GetReference(b), destination = &MemoryMarshal.GetReference(scratch))
            PackWork<T>.Run(new MatrixView<T>(source, rowStride, columnStride), rows, columns, PanelWidth, destination);
        return new PackedMatrix<T>(scratch[..Length(rows, columns)], rows, columns);
    }
}
