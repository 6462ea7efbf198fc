namespace Unfold.Inspection;

/// <summary>The rows of one table of a record, with its columns.</summary>
public sealed class RecordRows
{
    readonly List<RecordColumn> _columns = [];
    readonly List<long> _steps = [];
    readonly List<int> _epochs = [];
    readonly List<int> _batchSizes = [];

    internal RecordRows(RecordTable table) => Table = table;

    /// <summary>What a row stands for.</summary>
    public RecordTable Table { get; }

    /// <summary>Rows.</summary>
    public int Count => _steps.Count;

    /// <summary>The step of each row; the first of a run is 0.</summary>
    public IReadOnlyList<long> Steps => _steps;

    /// <summary>The epoch of each row; the first is 0.</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>The examples in each row's batch.</summary>
    public IReadOnlyList<int> BatchSizes => _batchSizes;

    /// <summary>The columns, in the order they were made.</summary>
    public IReadOnlyList<RecordColumn> Columns => _columns;

    /// <summary>The column of a name, or nothing.</summary>
    public RecordColumn? Find(SeriesKey key) => _columns.Find(column => column.Key == key);

    /// <summary>The numbers of a column in one epoch, without the missing ones, in the order they were measured.</summary>
    public double[] InEpoch(RecordColumn column, int epoch) =>
        [.. Enumerable.Range(0, Count).Where(row => _epochs[row] == epoch && column.Has(row)).Select(row => column.Values[row])];

    /// <summary>All numbers of a column, without the missing ones.</summary>
    public double[] All(RecordColumn column) =>
        [.. Enumerable.Range(0, Count).Where(column.Has).Select(row => column.Values[row])];

    internal void Add(RecordColumn column)
    {
        _columns.Add(column);
    }

    internal void AppendRow(long step, int epoch, int batchSize)
    {
        _steps.Add(step);
        _epochs.Add(epoch);
        _batchSizes.Add(batchSize);
    }
}
