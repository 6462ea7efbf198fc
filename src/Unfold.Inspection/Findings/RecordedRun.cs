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
            Data = Last(record, "data", RunJson.ReadData) ?? new(),
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

    static Dictionary<string, long> Elements(RecordFile record) =>
        (Last(record, "model", RunJson.ReadModel)?.Tensors ?? [])
        .ToDictionary(tensor => tensor.Name, tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size), StringComparer.Ordinal);

    static T? Last<T>(RecordFile record, string statistic, Func<string, string, T> read)
        where T : class => record.Notes.LastOrDefault(note => note.Key == new SeriesKey("run", "all", statistic)) is { } note ? read(note.Json, $"Record, note run/all/{statistic}") : null;
}
