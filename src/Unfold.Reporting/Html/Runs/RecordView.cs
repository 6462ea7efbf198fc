using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>A record as charts need it: series by epoch, arrays in order, points with their addresses.</summary>
sealed class RecordView
{
    readonly IReadOnlyList<RecordRows> _tables;
    readonly IReadOnlyList<RecordNote> _notes;
    readonly IReadOnlyList<SeriesKey> _keys;
    readonly int[] _epochs;
    readonly Dictionary<(RecordTable, SeriesKey), RecordColumn> _columns = [];
    readonly Dictionary<RecordTable, (int First, int Count)[]> _ranges = [];
    readonly ILookup<SeriesKey, RecordArray> _arrays;
    readonly Dictionary<(RecordTable, SeriesKey), FanData> _fans = [];

    public RecordView(RecordFile? record, IReadOnlyList<double> epochs)
    {
        _tables = record?.Tables ?? [];
        _notes = record?.Notes ?? [];
        IReadOnlyList<RecordArray> arrays = [.. (record?.Arrays ?? []).Where(CanBeDrawn)];
        _epochs = [.. epochs.Select(epoch => (int)epoch)];
        foreach (RecordRows rows in _tables)
        {
            foreach (RecordColumn column in rows.Columns)
                _columns.TryAdd((rows.Table, column.Key), column);
            _ranges[rows.Table] = Ranges(rows);
        }
        _arrays = arrays.ToLookup(array => array.Key);
        _keys = [.. _tables.SelectMany(rows => rows.Columns).Select(column => column.Key).Concat(arrays.Select(array => array.Key)).Distinct()];
    }

    /// <summary>A record may come from anywhere: an array without columns, or with lags that no text has, is left out.</summary>
    static bool CanBeDrawn(RecordArray array) =>
        array.Columns > 0 && array.Epoch >= 0 && (array.Key.Lens != "time" || (Math.Abs(array.Start) <= 1e6 && array.Spacing == 1));

    /// <summary>The names of series that have one of some statistics, in the order they were first written.</summary>
    public IReadOnlyList<string> Series(string lens, params string[] statistics)
    {
        OrderedDictionary<string, bool> found = [];
        foreach (SeriesKey key in _keys)
        {
            if (key.Lens == lens && (statistics.Length == 0 || statistics.Contains(key.Statistic, StringComparer.Ordinal)))
                found.TryAdd(key.Series, true);
        }
        return [.. found.Keys];
    }

    /// <summary>The statistics that a lens wrote of a series.</summary>
    public IReadOnlyList<string> Statistics(string lens, string series) =>
        [.. _keys.Where(key => key.Lens == lens && key.Series == series).Select(key => key.Statistic).Distinct(StringComparer.Ordinal)];

    /// <summary>A column of steps or of validation's batches by epoch, or nothing where nothing was measured.</summary>
    public FanData? Fan(string lens, string series, string statistic, RecordTable table = RecordTable.Step)
    {
        SeriesKey key = new(lens, series, statistic);
        if (!_columns.TryGetValue((table, key), out RecordColumn? column))
            return null;
        if (!_fans.TryGetValue((table, key), out FanData? fan))
            _fans[(table, key)] = fan = Fan(_tables.First(rows => rows.Table == table), column);
        return fan.IsEmpty ? null : fan;
    }

    /// <summary>One number an epoch: from the table of epochs, else the mean of the epoch's steps; nothing where nothing was measured.</summary>
    public double[]? Line(string lens, string series, string statistic)
    {
        if (_columns.TryGetValue((RecordTable.Epoch, new(lens, series, statistic)), out RecordColumn? column))
        {
            RecordRows rows = _tables.First(table => table.Table == RecordTable.Epoch);
            Dictionary<int, double> byEpoch = [];
            for (int row = 0; row < rows.Count; row++)
            {
                if (column.Has(row))
                    byEpoch[rows.Epochs[row]] = column.Values[row];
            }
            if (byEpoch.Count > 0)
                return [.. _epochs.Select(epoch => byEpoch.TryGetValue(epoch, out double value) ? value : double.NaN)];
        }
        return Fan(lens, series, statistic)?.Means;
    }

    /// <summary>The arrays of a name, a later one of the same epoch in the place of an earlier one.</summary>
    public IReadOnlyList<RecordArray> Arrays(string lens, string series, string statistic)
    {
        SortedDictionary<int, RecordArray> byEpoch = [];
        foreach (RecordArray array in _arrays[new(lens, series, statistic)])
            byEpoch[array.Epoch] = array;
        return [.. byEpoch.Values];
    }

    public RecordArray? Last(string lens, string series, string statistic) => Arrays(lens, series, statistic).LastOrDefault();

    /// <summary>The first and the last array; one alone where there is no other.</summary>
    public IReadOnlyList<RecordArray> Ends(string lens, string series, string statistic) =>
        Arrays(lens, series, statistic) is { Count: > 1 } all ? [all[0], all[^1]] : Arrays(lens, series, statistic);

    public IEnumerable<RecordNote> Notes(string lens, string series, string statistic) =>
        _notes.Where(note => note.Key == new SeriesKey(lens, series, statistic));

    FanData Fan(RecordRows rows, RecordColumn column)
    {
        List<FanPoint> points = [];
        List<Distribution> values = [];
        (int First, int Count)[] ranges = _ranges[rows.Table];
        IReadOnlyList<double> numbers = column.Values;
        foreach ((int first, int count) in ranges)
        {
            List<double> inEpoch = [];
            for (int row = first; row < first + count; row++)
            {
                if (!column.Has(row))
                    continue;
                inEpoch.Add(numbers[row]);
                points.Add(new(rows.Epochs[row], rows.Steps[row], row - first, rows.BatchSizes[row], numbers[row], rows.Epochs[row] - 0.5 + (row - first + 0.5) / count));
            }
            values.Add(Distribution.Of([.. inEpoch]));
        }
        return new(column.Key, [.. values], [.. points]);
    }

    /// <summary>Where each epoch's rows lie; they are written in order.</summary>
    (int First, int Count)[] Ranges(RecordRows rows)
    {
        Dictionary<int, (int First, int Count)> byEpoch = [];
        for (int row = 0; row < rows.Count; row++)
        {
            (int first, int count) = byEpoch.GetValueOrDefault(rows.Epochs[row], (row, 0));
            byEpoch[rows.Epochs[row]] = (first, count + 1);
        }
        return [.. _epochs.Select(epoch => byEpoch.GetValueOrDefault(epoch))];
    }
}
