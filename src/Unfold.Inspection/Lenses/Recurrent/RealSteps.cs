namespace Unfold.Inspection;

/// <summary>The first and the last step of every sequence of a batch that hold a word, where padding is read as words.</summary>
sealed class RealSteps
{
    int[] _first = [];
    int[] _last = [];
    int _count;

    /// <summary>The batch they belong to.</summary>
    public SequenceLayout? Layout { get; private set; }

    /// <summary>Which look-up they were read at; 0 where none told of them.</summary>
    public long LookUp { get; set; }

    /// <summary>[B], sorted as the layout says: the first step that is no padding; 0 where there is none.</summary>
    public ReadOnlySpan<int> First => _first.AsSpan(0, _count);

    /// <summary>[B], sorted: the last step that is no padding; −1 where there is none.</summary>
    public ReadOnlySpan<int> Last => _last.AsSpan(0, _count);

    /// <summary>From the first real step of a sorted sequence to its last.</summary>
    public int Length(int sequence) => _last[sequence] < 0 ? 0 : _last[sequence] - _first[sequence] + 1;

    /// <summary>Looks for padding at both ends of every sequence.</summary>
    public void Load(SequenceBatch batch, int? padding)
    {
        Load(batch.Layout);
        if (padding is not { } pad)
            return;
        ReadOnlySpan<int> offsets = batch.Layout.StepOffsets, ids = batch.Ids;
        for (int s = 0; s < _count; s++)
        {
            (int first, int last) = (0, _last[s]);
            while (last >= 0 && ids[offsets[last] + s] == pad)
                last--;
            while (first < last && ids[offsets[first] + s] == pad)
                first++;
            (_first[s], _last[s]) = (first, last);
        }
    }

    /// <summary>All steps are real.</summary>
    public void Load(SequenceLayout layout)
    {
        (Layout, _count) = (layout, layout.Count);
        if (_first.Length < _count)
            (_first, _last) = (new int[2 * _count], new int[2 * _count]);
        Array.Clear(_first, 0, _count);
        ReadOnlySpan<int> lengths = layout.Lengths, order = layout.Order;
        for (int s = 0; s < _count; s++)
            _last[s] = lengths[order[s]] - 1;
    }

    /// <summary>Forgets which batch it was.</summary>
    public void Release() => (Layout, LookUp) = (null, 0);
}
