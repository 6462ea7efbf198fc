using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold;

/// <summary>The numbers of one gradient: all elements, or only the rows that a batch touched.</summary>
sealed class GradientBuffer(DType dtype, int length, int rowLength)
{
    Array _values = Array.Empty<float>();
    int[] _rows = [];
    int[] _slotOfRow = [];

    public bool IsEmpty { get; private set; } = true;

    public bool IsRowSparse { get; private set; }

    public int RowCount { get; private set; }

    public int RowLength => rowLength;

    /// <summary>The touched rows in the order of first touch.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, RowCount);

    /// <summary>All elements, or <see cref="Rows"/> times <see cref="RowLength"/> of them.</summary>
    public Span<T> Values<T>()
        where T : unmanaged =>
        IsEmpty ? [] : Typed<T>().AsSpan(0, IsRowSparse ? RowCount * rowLength : length);

    /// <summary>Where in <see cref="Rows"/> the given row stands; -1 if it was not touched.</summary>
    public int SlotOf(int row) => IsRowSparse && !IsEmpty ? _slotOfRow[row] : -1;

    /// <summary>The same for many rows of a row-sparse gradient.</summary>
    public void SlotsOf(ReadOnlySpan<int> rows, Span<int> slots)
    {
        int[] slotOfRow = _slotOfRow;
        for (int i = 0; i < slots.Length; i++) slots[i] = slotOfRow[rows[i]];
    }

    /// <summary>All elements, to be written (where <paramref name="fresh"/>) or added to.</summary>
    public Span<T> Dense<T>(out bool fresh)
        where T : unmanaged
    {
        if (IsRowSparse && !IsEmpty) Densify<T>();
        fresh = IsEmpty;
        if (_values.Length < length || _values is not T[]) _values = new T[length];
        (IsEmpty, IsRowSparse) = (false, false);
        return Typed<T>().AsSpan(0, length);
    }

    /// <summary>The array behind <see cref="Dense"/>, after it was called.</summary>
    public ArraySegment<T> DenseSegment<T>()
        where T : unmanaged => new(Typed<T>(), 0, length);

    /// <summary>The numbers of one row, zeros at its first touch: a row-sparse gradient comes about row by row.</summary>
    public Span<T> Row<T>(int row)
        where T : unmanaged
    {
        if (!IsEmpty && !IsRowSparse) return Typed<T>().AsSpan(row * rowLength, rowLength);
        if (IsEmpty) StartRows();
        int slot = _slotOfRow[row];
        if (slot >= 0) return Typed<T>().AsSpan(slot * rowLength, rowLength);
        slot = RowCount++;
        if (slot == _rows.Length) Array.Resize(ref _rows, Math.Max(64, 2 * slot));
        (_rows[slot], _slotOfRow[row]) = (row, slot);
        int needed = (slot + 1) * rowLength;
        if (_values is not T[] || _values.Length < needed) Grow<T>(needed);
        Span<T> values = Typed<T>().AsSpan(slot * rowLength, rowLength);
        values.Clear();
        return values;
    }

    public void Clear()
    {
        if (IsRowSparse)
        {
            foreach (int row in Rows) _slotOfRow[row] = -1;
        }
        (IsEmpty, IsRowSparse, RowCount) = (true, false, 0);
    }

    void StartRows()
    {
        if (_slotOfRow.Length == 0)
        {
            _slotOfRow = new int[length / rowLength];
            Array.Fill(_slotOfRow, -1);
        }
        (IsEmpty, IsRowSparse, RowCount) = (false, true, 0);
    }

    void Densify<T>()
        where T : unmanaged
    {
        var dense = new T[length];
        for (int slot = 0; slot < RowCount; slot++)
        {
            Typed<T>().AsSpan(slot * rowLength, rowLength).CopyTo(dense.AsSpan(_rows[slot] * rowLength));
        }
        Clear();
        _values = dense;
        IsEmpty = false;
    }

    void Grow<T>(int needed)
        where T : unmanaged
    {
        var larger = new T[Math.Min(length, Math.Max(needed, Math.Max(64 * rowLength, 2 * _values.Length)))];
        if (_values is T[] old) old.CopyTo(larger, 0);
        _values = larger;
    }

    T[] Typed<T>()
    {
        System.Diagnostics.Debug.Assert(typeof(T) == (dtype == DType.Float32 ? typeof(float) : typeof(double)), "element type");
        return Unsafe.As<T[]>(_values);
    }
}
