namespace Unfold.Inspection;

/// <summary>A column of a record: one number a row, where it was measured.</summary>
public sealed class RecordColumn
{
    readonly List<double> _values = [];
    readonly List<bool> _has = [];

    internal RecordColumn(SeriesKey key, RecordPrecision precision) => (Key, Precision) = (key, precision);

    /// <summary>Its name.</summary>
    public SeriesKey Key { get; }

    /// <summary>How it is stored.</summary>
    public RecordPrecision Precision { get; }

    /// <summary>The numbers, a row each; NaN where <see cref="Has"/> is false, and where the measured number was NaN.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Whether a row has a number in this column.</summary>
    public bool Has(int row) => _has[row];

    internal void Append(double value, bool has)
    {
        _values.Add(has ? value : double.NaN);
        _has.Add(has);
    }

    internal void FillTo(int rows)
    {
        while (_values.Count < rows)
            Append(double.NaN, has: false);
    }
}
