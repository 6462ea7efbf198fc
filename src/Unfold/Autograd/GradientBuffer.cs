using System.Runtime.CompilerServices;

namespace Unfold;

/// <summary>The numbers of one gradient: all elements, or only the rows that a batch touched.</summary>
sealed class GradientBuffer(DType dtype, int length, int rowLength, RowTable table)
{
    Array _values = Array.Empty<float>();
    int _start; // where the numbers begin in it
    int _room;
    int[] _rows = [];
    int[] _slots = [];
    (int, int)[] _pairs = [];
    int _pairCount;
    int _firstEntry;
    GradientBuffer? _before;
    bool _paired; // whether _pairs are those of this gradient's rows, found as they were touched

    public bool IsEmpty { get; private set; } = true;

    public bool IsRowSparse { get; private set; }

    public int RowCount { get; private set; }

    public int RowLength => rowLength;

    /// <summary>The touched rows in the order of first touch.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, RowCount);

    /// <summary>All elements, or <see cref="Rows"/> times <see cref="RowLength"/> of them.</summary>
    public Span<T> Values<T>()
        where T : unmanaged =>
        IsEmpty ? [] : Typed<T>()[..(IsRowSparse ? RowCount * rowLength : length)];

    /// <summary>The rows that this gradient and the one it follows both have, where at least one of them is row-sparse: where they stand in each.</summary>
    public ReadOnlySpan<(int Here, int Before)> PairsWithBefore()
    {
        if (_before is not { IsEmpty: false }) return [];
        if (IsRowSparse != _before.IsRowSparse)
        {
            GradientBuffer byRows = IsRowSparse ? this : _before;
            _pairCount = 0;
            for (int slot = 0; slot < byRows.RowCount; slot++) AddPair(IsRowSparse ? (slot, _rows[slot]) : (_before._rows[slot], slot));
        }
        return _pairs.AsSpan(0, _pairCount);
    }

    /// <summary>All elements, to be written (where <paramref name="fresh"/>) or added to.</summary>
    public Span<T> Dense<T>(out bool fresh)
        where T : unmanaged
    {
        if (IsRowSparse && !IsEmpty) Densify<T>();
        fresh = IsEmpty;
        if (_room < length || _values is not T[]) Hold(AlignedArray.Zeros<T>(length));
        (IsEmpty, IsRowSparse) = (false, false);
        return Typed<T>()[..length];
    }

    /// <summary>The array behind <see cref="Dense"/>, after it was called.</summary>
    public ArraySegment<T> DenseSegment<T>()
        where T : unmanaged => Typed<T>()[..length];

    /// <summary>Touches rows, zeros at their first touch: a row-sparse gradient comes about row by row.</summary>
    /// <param name="rows">The rows; each any number of times.</param>
    /// <param name="skipped">A row that is left out.</param>
    /// <param name="slots">Where each of them stands in the result, in rows; −1 for the one left out. The next call writes over it.</param>
    /// <returns>The numbers, to be added to.</returns>
    public Span<T> Touch<T>(scoped ReadOnlySpan<int> rows, int skipped, out ReadOnlySpan<int> slots)
        where T : unmanaged
    {
        if (_slots.Length < rows.Length) _slots = new int[2 * rows.Length];
        slots = _slots.AsSpan(0, rows.Length);
        if (!IsEmpty && !IsRowSparse)
        {
            for (int i = 0; i < rows.Length; i++) _slots[i] = rows[i] == skipped ? -1 : rows[i];
            return Typed<T>()[..length];
        }
        if (IsEmpty) StartRows();
        (int before, int most) = (RowCount, Math.Min(length / rowLength, RowCount + rows.Length));
        if (_rows.Length < most) Array.Resize(ref _rows, Math.Min(length / rowLength, Math.Max(64, 2 * most)));
        Place(rows, skipped);
        int needed = RowCount * rowLength;
        if (_values is not T[] || _room < needed) Grow<T>(needed, before * rowLength);
        Span<T> values = Typed<T>()[..needed];
        values[(before * rowLength)..].Clear();
        return values;
    }

    /// <summary>Forgets all of it, as if it had never been: the one it follows stays where it stood.</summary>
    public void Clear()
    {
        for (int pair = 0; _paired && pair < _pairCount; pair++)
        {
            (int slot, int before) = _pairs[pair];
            table.Entries[_rows[slot]] = _before!._firstEntry + before;
        }
        Follow(_before);
    }

    /// <summary>Begins anew, after another one or after none.</summary>
    public void Follow(GradientBuffer? before)
    {
        _before = before;
        (IsEmpty, IsRowSparse, RowCount, _pairCount, _paired) = (true, false, 0, 0, false);
    }

    void StartRows()
    {
        _paired = _before is { IsEmpty: false, IsRowSparse: true };
        if (table.IsUsedUp)
        {
            table.Clear();
            if (_paired) _before!.Enter();
        }
        _firstEntry = table.Next;
        (IsEmpty, IsRowSparse, RowCount, _pairCount) = (false, true, 0, 0);
    }

    /// <summary>Puts the rows into a table that has been cleared.</summary>
    void Enter()
    {
        _firstEntry = table.Next;
        for (int slot = 0; slot < RowCount; slot++) table.Entries[_rows[slot]] = _firstEntry + slot;
        table.Next += RowCount;
    }

    /// <summary>Finds the slots of rows, new ones where they have none. Nothing else is done here: the next rows' entries are fetched meanwhile.</summary>
    void Place(ReadOnlySpan<int> rows, int skipped)
    {
        Span<int> entries = table.Entries, all = _rows, slots = _slots;
        (int first, int count) = (_firstEntry, RowCount);
        (int firstBefore, int countBefore) = _paired ? (_before!._firstEntry, _before.RowCount) : (0, 0);
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if (row == skipped)
            {
                slots[i] = -1;
                continue;
            }
            ref int entry = ref entries[row];
            int slot = entry - first;
            if (slot < 0)
            {
                if ((uint)(entry - firstBefore) < (uint)countBefore) AddPair((count, entry - firstBefore));
                all[count] = row;
                slot = count++;
                entry = first + slot;
            }
            slots[i] = slot;
        }
        RowCount = count;
        table.Next = first + count;
    }

    void AddPair((int Here, int Before) pair)
    {
        if (_pairCount == _pairs.Length) Array.Resize(ref _pairs, Math.Max(64, 2 * _pairCount));
        _pairs[_pairCount++] = pair;
    }

    void Densify<T>()
        where T : unmanaged
    {
        ArraySegment<T> dense = AlignedArray.Zeros<T>(length);
        for (int slot = 0; slot < RowCount; slot++)
        {
            Typed<T>().Slice(slot * rowLength, rowLength).CopyTo(dense[(_rows[slot] * rowLength)..]);
        }
        Clear();
        Hold(dense);
        IsEmpty = false;
    }

    void Grow<T>(int needed, int kept)
        where T : unmanaged
    {
        ArraySegment<T> larger = AlignedArray.Zeros<T>(Math.Min(length, Math.Max(needed, Math.Max(64 * rowLength, 2 * _room))));
        if (kept > 0) Typed<T>()[..kept].CopyTo(larger);
        Hold(larger);
    }

    void Hold<T>(ArraySegment<T> numbers) => (_values, _start, _room) = (numbers.Array!, numbers.Offset, numbers.Count);

    ArraySegment<T> Typed<T>()
    {
        System.Diagnostics.Debug.Assert(typeof(T) == (dtype == DType.Float32 ? typeof(float) : typeof(double)), "element type");
        return new ArraySegment<T>(Unsafe.As<T[]>(_values), _start, _room);
    }
}
