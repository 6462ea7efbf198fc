namespace Unfold.Inspection;

/// <summary>A series of measured numbers with the steps and epochs they belong to: what rules take medians of.</summary>
public sealed class NumberSeries
{
    readonly double[] _values;
    readonly long[] _steps;
    readonly int[] _epochs;
    readonly int[] _batchSizes;

    internal NumberSeries(SeriesKey key, double[] values, long[] steps, int[] epochs, int[] batchSizes) =>
        (Key, _values, _steps, _epochs, _batchSizes) = (key, values, steps, epochs, batchSizes);

    /// <summary>Its name.</summary>
    public SeriesKey Key { get; }

    /// <summary>How many numbers there are; 0 where nothing was measured.</summary>
    public int Count => _values.Length;

    /// <summary>The numbers, in the order they were measured; a NaN in it was measured as one.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>The step of each; the first of a run is 0.</summary>
    public IReadOnlyList<long> Steps => _steps;

    /// <summary>The epoch of each; the first is 0.</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>The examples in the batch of each; 0 for a number of an epoch.</summary>
    public IReadOnlyList<int> BatchSizes => _batchSizes;

    /// <summary>The first number, or nothing.</summary>
    public double? First => Count > 0 ? _values[0] : null;

    /// <summary>The last number, or nothing.</summary>
    public double? Last => Count > 0 ? _values[^1] : null;

    /// <summary>The middle of the finite numbers (of two middle ones, their mean); nothing where there is none.</summary>
    public double? Median => Quantile(0.5);

    /// <summary>A quantile of the finite numbers, by linear interpolation; nothing where there is none.</summary>
    /// <param name="share">0 to 1.</param>
    public double? Quantile(double share)
    {
        double[] sorted = [.. _values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
            return null;
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        double above = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return sorted[below] + ((position - below) * (above - sorted[below]));
    }

    /// <summary>The share of the numbers that fulfil a condition; 0 where there is none.</summary>
    public double Share(Func<double, bool> condition) => Count == 0 ? 0 : (double)_values.Count(condition) / Count;

    /// <summary>The numbers of some epochs.</summary>
    public NumberSeries InEpochs(Func<int, bool> epochs) => Where(i => epochs(_epochs[i]));

    /// <summary>The numbers of one epoch.</summary>
    public NumberSeries InEpoch(int epoch) => Where(i => _epochs[i] == epoch);

    /// <summary>The last numbers, at most so many.</summary>
    public NumberSeries Tail(int count) => Where(i => i >= Count - count);

    /// <summary>The numbers without a share of the first ones: the warm-up that is not judged.</summary>
    public NumberSeries After(double share) => Where(i => i >= (int)Math.Ceiling(share * Count));

    /// <summary>The numbers whose place fulfils a condition.</summary>
    public NumberSeries Where(Func<int, bool> condition)
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(condition)];
        return new(Key, [.. kept.Select(i => _values[i])], [.. kept.Select(i => _steps[i])], [.. kept.Select(i => _epochs[i])], [.. kept.Select(i => _batchSizes[i])]);
    }
}
