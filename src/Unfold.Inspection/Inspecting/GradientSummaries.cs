namespace Unfold.Inspection;

/// <summary>Sums up a record's gradients over the whole run.</summary>
public static class GradientSummaries
{
    /// <summary>The statistics of every parameter's gradient, in the order of the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="elements">Numbers in each parameter, by name; left out names get 0.</param>
    public static OrderedDictionary<string, GradientDocument> Of(RecordFile record, IReadOnlyDictionary<string, long> elements)
    {
        OrderedDictionary<string, GradientDocument> all = new(StringComparer.Ordinal);
        foreach (RecordColumn column in record.Steps.Columns)
        {
            if (column.Key is not { Lens: "gradients", Statistic: "norm", Series: not "all" } || column.Key.Series.EndsWith(']'))
                continue; // one gate of a parameter
            RecordColumn? cosine = record.Steps.Find(column.Key with { Statistic = "cosine" });
            all[column.Key.Series] = new()
            {
                Elements = elements.TryGetValue(column.Key.Series, out long count) ? count : 0,
                Norm = Distribution.Of(record.Steps.All(column)),
                Cosine = cosine is null ? null : Distribution.Of(record.Steps.All(cosine)),
            };
        }
        return all;
    }
}
