namespace Unfold.Reporting;

/// <summary>Numbers sorted into buckets, as TensorBoard keeps a histogram.</summary>
/// <param name="Min">The smallest number.</param>
/// <param name="Max">The largest number.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="SumOfSquares">The sum of their squares.</param>
/// <param name="Limits">The upper edge of each bucket, rising.</param>
/// <param name="Counts">How many numbers are in each bucket.</param>
sealed record HistogramBuckets(double Min, double Max, double Count, double Sum, double SumOfSquares, double[] Limits, double[] Counts)
{
    const int MostBuckets = 64;

    /// <summary>Buckets of the finite numbers; of equal ratio where all are positive and span more than two decades, else of equal width. Null without a finite number.</summary>
    public static HistogramBuckets? Of(IEnumerable<double> numbers)
    {
        double[] values = [.. numbers.Where(double.IsFinite)];
        if (values.Length == 0)
            return null;
        (double min, double max) = (values.Min(), values.Max());
        int buckets = min == max ? 1 : MostBuckets;
        bool ratios = min > 0 && max / min > 100;
        double[] limits = new double[buckets];
        for (int i = 0; i < buckets; i++)
        {
            double share = (i + 1.0) / buckets;
            limits[i] = i == buckets - 1 ? max : ratios ? min * Math.Pow(max / min, share) : min + ((max - min) * share);
        }
        double[] counts = new double[buckets];
        foreach (double value in values)
        {
            int at = Array.BinarySearch(limits, value);
            counts[Math.Min(buckets - 1, at < 0 ? ~at : at)]++;
        }
        return new(min, max, values.Length, values.Sum(), values.Sum(value => value * value), limits, counts);
    }

    /// <summary>Counts that were taken in buckets of equal width; the numbers are taken as the buckets' middles. Null where all are zero.</summary>
    public static HistogramBuckets? Of(IReadOnlyList<float> counts, double start, double width)
    {
        int first = 0, last = counts.Count - 1;
        while (last >= 0 && !(counts[last] > 0))
            last--;
        while (first < last && !(counts[first] > 0))
            first++;
        if (last < 0)
            return null;
        double[] kept = [.. Enumerable.Range(first, last - first + 1).Select(i => (double)counts[i])];
        double[] limits = [.. Enumerable.Range(first, kept.Length).Select(i => start + ((i + 1) * width))];
        double sum = 0, squares = 0;
        for (int i = 0; i < kept.Length; i++)
        {
            double middle = limits[i] - (width / 2);
            sum += kept[i] * middle;
            squares += kept[i] * middle * middle;
        }
        return new(limits[0] - width, limits[^1], kept.Sum(), sum, squares, limits, kept);
    }
}
