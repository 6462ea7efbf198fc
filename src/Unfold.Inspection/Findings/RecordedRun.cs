namespace Unfold.Inspection;

/// <summary>What a record alone tells of a run, in the form of its document.</summary>
static class RecordedRun
{
    public static RunDocument Document(RecordFile record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new()
        {
            Epochs = Epochs(record),
            Data = Data(record),
            Model = Last(record, "model", RunJson.ReadModel) ?? new(),
            Checks = Last(record, "checks", RunJson.ReadChecks),
            Gradients = GradientSummaries.Of(record, Elements(record)),
        };
    }

    static List<EpochDocument> Epochs(RecordFile record)
    {
        RecordRows rows = record.Epochs;
        SortedDictionary<int, EpochDocument> epochs = [];
        for (int row = 0; row < rows.Count; row++)
        {
            EpochDocument epoch = new() { Epoch = rows.Epochs[row] };
            foreach (RecordColumn column in rows.Columns.Where(column => column.Key.Lens == "loss" && column.Has(row)))
                (column.Key.Series == "train" ? epoch.Train : epoch.Validation)[column.Key.Statistic] = column.Values[row];
            epochs[epoch.Epoch] = epoch;
        }
        return [.. epochs.Values];
    }

    /// <summary>What the loop told of its data; what it did not, from the classes of the examples it pushed.</summary>
    static DataDocument Data(RecordFile record)
    {
        DataDocument data = Last(record, "data", RunJson.ReadData) ?? new();
        long[]? train = Counts(record, "train"), held = Counts(record, "validation");
        if (held is null || data.ValidationCounts is not null)
            return data.TrainCounts is null && train is not null ? data with { TrainCounts = train } : data;
        double[] shares = [.. held.Select(count => (double)count / held.Sum())];
        return data with
        {
            Validation = data.Validation > 0 ? data.Validation : (int)held.Sum(),
            ValidationCounts = held,
            TrainCounts = data.TrainCounts ?? train,
            MajorityAccuracy = data.MajorityAccuracy ?? shares.Max(),
            PriorEntropy = data.PriorEntropy ?? -shares.Where(share => share > 0).Sum(share => share * Math.Log(share)),
        };
    }

    static long[]? Counts(RecordFile record, string series) =>
        record.Arrays.LastOrDefault(array => array.Key == new SeriesKey("loss", series, "classes")) is { } classes
            ? [.. Enumerable.Range(0, classes.Columns).Select(c => (long)classes[0, c])] : null;

    static Dictionary<string, long> Elements(RecordFile record) =>
        (Last(record, "model", RunJson.ReadModel)?.Tensors ?? [])
        .ToDictionary(tensor => tensor.Name, tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size), StringComparer.Ordinal);

    static T? Last<T>(RecordFile record, string statistic, Func<string, string, T> read)
        where T : class => record.Notes.LastOrDefault(note => note.Key == new SeriesKey("run", "all", statistic)) is { } note ? read(note.Json, $"Record, note run/all/{statistic}") : null;
}
