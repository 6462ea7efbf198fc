namespace Unfold.Inspection;

/// <summary>What is known of a run, for rules to look at: its document, its record, and the thresholds in force.</summary>
public sealed class RunEvidence
{
    readonly Dictionary<(RecordTable, SeriesKey), (RecordRows Rows, RecordColumn Column)> _columns = [];
    readonly Dictionary<(RecordTable, SeriesKey), NumberSeries> _series = [];
    readonly ILookup<SeriesKey, RecordArray> _arrays;
    readonly ILookup<SeriesKey, RecordNote> _notes;

    /// <summary>The evidence of a run.</summary>
    /// <param name="run">Its document.</param>
    /// <param name="record">Its record, where there is one.</param>
    /// <param name="thresholds">What numbers are compared with. <value>Default: <see cref="Thresholds.Default"/>.</value></param>
    public RunEvidence(RunDocument run, RecordFile? record = null, Thresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        (Run, Record, Thresholds) = (run, record, thresholds ?? Thresholds.Default);
        foreach (RecordRows rows in record?.Tables ?? [])
        {
            foreach (RecordColumn column in rows.Columns)
                _columns.TryAdd((rows.Table, column.Key), (rows, column));
        }
        _arrays = (record?.Arrays ?? []).ToLookup(array => array.Key);
        _notes = (record?.Notes ?? []).ToLookup(note => note.Key);
    }

    /// <summary>The evidence of a run that left a record only: a loop of one's own with the inspector attached.</summary>
    /// <param name="record">The record.</param>
    /// <param name="thresholds">What numbers are compared with. <value>Default: <see cref="Thresholds.Default"/>.</value></param>
    public RunEvidence(RecordFile record, Thresholds? thresholds = null)
        : this(RecordedRun.Document(record), record, thresholds)
    {
    }

    /// <summary>The evidence of a run on disk, also while the run goes on.</summary>
    /// <param name="path">The folder of a run, a folder with nothing but a record in it, or a record.</param>
    /// <param name="thresholds">What numbers are compared with. <value>Default: <see cref="Thresholds.Default"/>.</value></param>
    /// <exception cref="DataException">There is neither a run nor a record.</exception>
    /// <exception cref="DamagedFileException">A file cannot be read.</exception>
    public static RunEvidence Open(string path, Thresholds? thresholds = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
            return new(RecordFile.Read(path), thresholds);
        (string run, string record) = (Path.Combine(path, "run.json"), Path.Combine(path, "record"));
        if (!File.Exists(run))
            return File.Exists(record) ? new(RecordFile.Read(record), thresholds) : throw new DataException($"{path}: expected a run.json or a record in it, got neither. Check the path; a run writes its folder under --out, an inspector the file it is attached with.");
        bool begun = new FileInfo(record) is { Exists: true, Length: >= RecordFormat.HeaderLength };
        return new(RunFolder.Open(path).Read(), begun ? RecordFile.Read(record) : null, thresholds);
    }

    /// <summary>The run's document.</summary>
    public RunDocument Run { get; }

    /// <summary>The record; null where there is none.</summary>
    public RecordFile? Record { get; }

    /// <summary>What numbers are compared with.</summary>
    public Thresholds Thresholds { get; }

    /// <summary>The first epoch whose steps and batches of validation are looked at: a run that goes on looks at its last ones only. <value>Default: 0, all.</value></summary>
    public int FirstEpoch { get; init; }

    /// <summary>A threshold's value.</summary>
    /// <exception cref="ArgumentException">There is no such threshold.</exception>
    public double Limit(string name) => Thresholds[name];

    /// <summary>A series of the optimizer's steps; an empty one where nothing was measured.</summary>
    public NumberSeries Steps(string lens, string series, string statistic) => Find(RecordTable.Step, new(lens, series, statistic));

    /// <summary>A series of the batches of validation; an empty one where nothing was measured.</summary>
    public NumberSeries Validation(string lens, string series, string statistic) => Find(RecordTable.Validation, new(lens, series, statistic));

    /// <summary>A series of the epochs; an empty one where nothing was measured.</summary>
    public NumberSeries Epochs(string lens, string series, string statistic) => Find(RecordTable.Epoch, new(lens, series, statistic));

    /// <summary>The arrays of a name, in the order they were taken.</summary>
    public IEnumerable<RecordArray> Arrays(string lens, string series, string statistic) => _arrays[new(lens, series, statistic)];

    /// <summary>The documents of a name, in the order they were taken.</summary>
    public IEnumerable<RecordNote> Notes(string lens, string series, string statistic) => _notes[new(lens, series, statistic)];

    /// <summary>The names of the series that a lens wrote, in no order that means anything but always the same.</summary>
    /// <param name="lens">The lens.</param>
    /// <param name="statistic">Only those with this statistic; all where left out.</param>
    public IReadOnlyList<string> Series(string lens, string? statistic = null) =>
    [
        .. _columns.Keys.Select(entry => entry.Item2).Concat(_arrays.Select(group => group.Key))
            .Where(key => key.Lens == lens && (statistic is null || key.Statistic == statistic))
            .Select(key => key.Series).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The statistics that a lens took of a series once an epoch: the names of pushed metrics.</summary>
    public IReadOnlyList<string> EpochStatistics(string lens, string series) =>
        [.. _columns.Keys.Where(entry => entry.Item1 == RecordTable.Epoch && entry.Item2.Lens == lens && entry.Item2.Series == series).Select(entry => entry.Item2.Statistic)];

    /// <summary>The recurrent layers and directions that were watched: "lstm.l0", "lstm.l0.reverse".</summary>
    public IReadOnlyList<string> RecurrentLayers => [.. Series("time").Concat(Series("states")).Concat(Series("gates")).Where(name => name != "texts").Distinct(StringComparer.Ordinal)];

    /// <summary>The parameters that were watched, without their gates.</summary>
    public IReadOnlyList<string> Parameters => [.. Series("gradients", "norm").Where(name => name != "all" && !name.EndsWith(']'))];

    /// <summary>The median length of the training texts, without padding, of the last epoch that counted them; nothing where nobody counted.</summary>
    public double? MedianLength
    {
        get
        {
            if (_arrays[new("time", "texts", "lengths")].LastOrDefault() is not { } counts)
                return null;
            double half = counts.Values.Sum(value => (double)value) / 2, seen = 0;
            for (int i = 0; i < counts.Columns; i++)
            {
                seen += counts[0, i];
                if (seen >= half && half > 0)
                    return counts.At(i);
            }
            return null;
        }
    }

    /// <summary>Series are made when they are asked for: most rules need few of them.</summary>
    NumberSeries Find(RecordTable table, SeriesKey key)
    {
        if (_series.TryGetValue((table, key), out NumberSeries? known))
            return known;
        return _series[(table, key)] = _columns.TryGetValue((table, key), out var found) ? Of(found.Rows, found.Column) : new(key, [], [], [], []);
    }

    NumberSeries Of(RecordRows rows, RecordColumn column)
    {
        int first = rows.Table == RecordTable.Epoch || FirstEpoch == 0 ? 0 : FirstRow(rows.Epochs);
        int[] measured = [.. Enumerable.Range(first, rows.Count - first).Where(column.Has)];
        return new(
            column.Key,
            [.. measured.Select(row => column.Values[row])],
            [.. measured.Select(row => rows.Steps[row])],
            [.. measured.Select(row => rows.Epochs[row])],
            [.. measured.Select(row => rows.BatchSizes[row])]);
    }

    int FirstRow(IReadOnlyList<int> epochs)
    {
        int row = epochs.Count;
        while (row > 0 && epochs[row - 1] >= FirstEpoch)
            row--;
        return row;
    }
}
