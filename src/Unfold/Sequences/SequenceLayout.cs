namespace Unfold;

/// <summary>
/// How sequences of different lengths lie in a matrix without padding: time-major, sorted by length inside, in the
/// caller's order outside.
/// </summary>
/// <remarks>
/// The sequences are sorted by length, longest first, equal lengths in the caller's order. Step t of the sorted sequence
/// s is row <c>StepOffsets[t] + s</c>, for s below <c>ActiveCounts[t]</c>: the batch shrinks as sequences end, and no row
/// is ever padding. An empty sequence has no row; read-outs give zeros for it.
/// </remarks>
public sealed class SequenceLayout
{
    int[] _lengths = [];
    int[] _order = [];
    int[] _positions = [];
    int[] _active = [];
    int[] _offsets = [];

    /// <summary>Sequences in the batch, B.</summary>
    public int Count { get; private set; }

    /// <summary>Steps of the longest sequence, T.</summary>
    public int MaxLength { get; private set; }

    /// <summary>Rows of the packed matrix: the sum of all lengths, N.</summary>
    public int TotalSteps { get; private set; }

    /// <summary>[B] the lengths in the caller's order.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Count);

    /// <summary>[B] from the sorted position to the caller's index.</summary>
    public ReadOnlySpan<int> Order => _order.AsSpan(0, Count);

    /// <summary>[B] from the caller's index to the sorted position.</summary>
    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, Count);

    /// <summary>[T] how many sequences still run at step t.</summary>
    public ReadOnlySpan<int> ActiveCounts => _active.AsSpan(0, MaxLength);

    /// <summary>[T] the first row of step t.</summary>
    public ReadOnlySpan<int> StepOffsets => _offsets.AsSpan(0, MaxLength);

    internal int[] OffsetArray => _offsets;

    internal int[] ActiveArray => _active;

    internal int[] LengthArray => _lengths;

    internal int[] OrderArray => _order;

    /// <summary>A layout of these lengths.</summary>
    public static SequenceLayout Of(ReadOnlySpan<int> lengths)
    {
        var layout = new SequenceLayout();
        layout.Load(lengths);
        return layout;
    }

    /// <summary>The row of a step of a sequence given in the caller's order.</summary>
    public int Row(int sequence, int step) => (uint)step < (uint)_lengths[sequence]
        ? _offsets[step] + _positions[sequence]
        : throw new ArgumentOutOfRangeException(nameof(step), step, $"Sequence {sequence} has {_lengths[sequence]} steps.");

    /// <summary>The batch size and the range of lengths, for example <c>32 sequences of 3..25 steps</c>.</summary>
    public override string ToString() => Count == 0
        ? "no sequences"
        : $"{Count} sequences of {_lengths[_order[Count - 1]]}..{MaxLength} steps";

    /// <summary>Takes on other lengths in the same arrays: for the next batch.</summary>
    internal void Load(ReadOnlySpan<int> lengths)
    {
        Count = lengths.Length;
        (MaxLength, TotalSteps) = (0, 0);
        foreach (int length in lengths)
        {
            if (length < 0) throw new ArgumentOutOfRangeException(nameof(lengths), length, "SequenceLayout: expected lengths of 0 or more.");
            MaxLength = Math.Max(MaxLength, length);
            TotalSteps = checked(TotalSteps + length);
        }
        if (_lengths.Length < Count) (_lengths, _order, _positions) = (Room(Count), Room(Count), Room(Count));
        if (_active.Length < MaxLength + 1) (_active, _offsets) = (Room(MaxLength + 1), Room(MaxLength + 1));
        lengths.CopyTo(_lengths);

        // Counting sort by length, longest first, stable. _active[t] first counts the sequences of length t.
        Array.Clear(_active, 0, MaxLength + 1);
        foreach (int length in lengths) _active[length]++;
        int position = 0;
        for (int length = MaxLength; length >= 0; length--)
        {
            _offsets[length] = position;
            position += _active[length];
        }
        for (int i = 0; i < Count; i++)
        {
            int at = _offsets[lengths[i]]++;
            (_order[at], _positions[i]) = (i, at);
        }
        // _active[t]: sequences longer than t.
        int longer = 0;
        for (int t = MaxLength; t >= 0; t--)
        {
            int ofThisLength = _active[t];
            _active[t] = longer;
            longer += ofThisLength;
        }
        int row = 0;
        for (int t = 0; t < MaxLength; t++)
        {
            _offsets[t] = row;
            row += _active[t];
        }
    }

    static int[] Room(int length) => new int[Math.Max(16, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length))];
}
