namespace Unfold.Training;

/// <summary>Rows of mostly zeros: of each row, the columns that are not zero and their values.</summary>
sealed class SparseRows(int columns)
{
    readonly List<int> _columns = [];
    readonly List<float> _values = [];
    readonly List<int> _ends = [];
    int[]? _columnArray;
    float[]? _valueArray;
    int[]? _endArray;

    public int Columns => columns;

    public int Count => _ends.Count;

    public void Add(int column, float value)
    {
        _columns.Add(column);
        _values.Add(value);
    }

    public Span<float> OpenRow => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_values)[(_ends.Count == 0 ? 0 : _ends[^1])..];

    public void EndRow() => _ends.Add(_columns.Count);

    /// <summary>No more rows: afterwards <see cref="Dot"/> and <see cref="AddTo"/> can be asked from several threads.</summary>
    public SparseRows Close()
    {
        (_columnArray, _valueArray, _endArray) = ([.. _columns], [.. _values], [.. _ends]);
        return this;
    }

    /// <summary>Row · w, where the elements of w lie <paramref name="stride"/> apart.</summary>
    public double Dot(int row, ReadOnlySpan<double> w, int stride, int offset)
    {
        double sum = 0;
        for (int i = row == 0 ? 0 : _endArray![row - 1]; i < _endArray![row]; i++) sum += _valueArray![i] * w[(_columnArray![i] * stride) + offset];
        return sum;
    }

    /// <summary>w += factor · row.</summary>
    public void AddTo(int row, double factor, Span<double> w, int stride, int offset)
    {
        for (int i = row == 0 ? 0 : _endArray![row - 1]; i < _endArray![row]; i++) w[(_columnArray![i] * stride) + offset] += factor * _valueArray![i];
    }
}
