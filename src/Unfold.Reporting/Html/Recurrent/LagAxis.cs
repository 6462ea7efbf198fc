using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The axis of lags that a layer's charts share: steps back from the last real token, neighbours put together where there are too many to see.</summary>
sealed record LagAxis(double First, int Count, int Group, double Longest)
{
    const int MostColumns = 130;

    /// <summary>The centre of the first group.</summary>
    public double Start => First + (Group - 1) / 2.0;

    public double Spacing => Group;

    public (double Low, double High) Range => (First - 0.5, Math.Max(First + (double)Count * Group - 0.5, Longest));

    /// <summary>The lags below 0: padding that is read as words.</summary>
    public (double Low, double High)? Pads => First < 0 ? (First - 0.5, -0.5) : null;

    public double[] Lags => [.. Enumerable.Range(0, Count).Select(i => Start + i * Spacing)];

    public string Label => Pads is null ? "← first words · steps before the last real token · last token at 0" : "← first words · steps before the last real token, which is 0 · hatched: padding behind it";

    public static LagAxis Of(IReadOnlyList<RecordArray> arrays, RecordArray? lengths = null)
    {
        double first = arrays.Min(array => array.Start);
        int all = (int)(arrays.Max(array => array.Start + array.Columns) - first);
        int group = Math.Max(1, (int)Math.Ceiling(all / (double)MostColumns));
        double longest = lengths is null ? 0 : Enumerable.Range(0, lengths.Columns).Where(column => lengths[0, column] > 0).Select(lengths.At).DefaultIfEmpty(0).Max() - 0.5;
        return new(first, (all + group - 1) / group, group, Math.Min(longest, first + all * 1.25));
    }

    /// <summary>An array on this axis: the root of the mean square of each group; missing where nothing of a group was measured.</summary>
    /// <param name="array">The array.</param>
    /// <param name="scale">What is shown of a value.</param>
    /// <param name="relative">Whether values are divided by that at lag 0.</param>
    /// <param name="row">The row of the array.</param>
    public double[] Grouped(RecordArray array, Func<double, double> scale, bool relative, int row = 0)
    {
        double unit = 1;
        if (relative)
        {
            int zero = (int)Math.Round(-array.Start / array.Spacing);
            unit = zero >= 0 && zero < array.Columns ? array[row, zero] : double.NaN;
        }
        double[] values = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            (double sum, int count) = (0, 0);
            for (int k = 0; k < Group; k++)
            {
                int column = (int)Math.Round(First + i * Group + k - array.Start);
                if (column < 0 || column >= array.Columns || !float.IsFinite(array[row, column]))
                    continue;
                sum += (double)array[row, column] * array[row, column];
                count++;
            }
            double value = count == 0 ? double.NaN : Math.Sqrt(sum / count) / unit;
            values[i] = value > 0 ? scale(value) : double.NaN; // a zero has no logarithm, and nothing was measured where all is zero
        }
        return values;
    }
}
