using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What the lenses saw in the last epoch of a record, in the few numbers that a line can hold.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Layers">The gradient through time of every recurrent layer.</param>
/// <param name="UpdateRatios">The median of ‖Δw‖ / ‖w‖ of every parameter.</param>
/// <param name="Watching">The share of the steps' time that watching took; NaN where it is not known.</param>
/// <param name="Probing">The probes' time as a share of the steps' time; NaN where it is not known.</param>
public sealed record EpochWatch(
    int Epoch, IReadOnlyList<LayerWatch> Layers, IReadOnlyList<(string Parameter, double Ratio)> UpdateRatios, double Watching, double Probing)
{
    /// <summary>The last epoch that is whole in a record; null where there is none.</summary>
    public static EpochWatch? Last(RecordFile record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Epochs.Count == 0)
            return null;
        int row = record.Epochs.Count - 1, epoch = record.Epochs.Epochs[row];
        List<LayerWatch> layers = [];
        foreach (RecordArray profile in record.Arrays.Where(array => array.Epoch == epoch && array.Key is { Lens: "time", Statistic: "profile" }))
        {
            layers.Add(new(
                profile.Key.Series, (int)profile.Start, [.. profile.Values.Select(value => (double)value)],
                Median(profile.Key.Series, "halfLife"), Median(profile.Key.Series, "reach")));
        }
        (string, double)[] ratios = [.. record.Steps.Columns
            .Where(column => column.Key is { Lens: "updates", Statistic: "ratio" } && !column.Key.Series.EndsWith(']'))
            .Select(column => (column.Key.Series, Distribution.Of(record.Steps.InEpoch(column, epoch)).P50))
            .Where(pair => double.IsFinite(pair.P50))];
        return new(epoch, layers, ratios, Cost("watching"), Cost("probing"));

        double Median(string layer, string statistic) => record.Steps.Find(new("time", layer, statistic)) is { } column
            ? MedianOf(record.Steps.InEpoch(column, epoch)) : double.NaN;

        double Cost(string statistic) => record.Epochs.Find(new("inspector", "all", statistic)) is { } column && column.Has(row) ? column.Values[row] : double.NaN;
    }

    /// <summary>The median, where infinity (a gradient that does not fall) is a number like any other.</summary>
    static double MedianOf(double[] values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }
}
