using System.Text.Json.Serialization;

namespace Unfold.Inspection;

/// <summary>Exact statistics of a list of numbers; what is not finite is counted apart and enters nothing else.</summary>
/// <remarks>Quantiles interpolate linearly between the sorted values, as NumPy's default does.</remarks>
public sealed record Distribution
{
    /// <summary>How many finite numbers there were.</summary>
    public long Count { get; init; }

    /// <summary>How many numbers were NaN or infinite.</summary>
    public long NonFinite { get; init; }

    /// <summary>The mean.</summary>
    public double Mean { get; init; } = double.NaN;

    /// <summary>The standard deviation of the numbers themselves, √(Σ(x − mean)² / count), as NumPy's default is.</summary>
    [JsonIgnore] // a run's documents keep quantiles, the record every number
    public double StandardDeviation { get; init; } = double.NaN;

    /// <summary>The smallest.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>The 5 % quantile.</summary>
    public double P5 { get; init; } = double.NaN;

    /// <summary>The first quartile.</summary>
    public double P25 { get; init; } = double.NaN;

    /// <summary>The median.</summary>
    public double P50 { get; init; } = double.NaN;

    /// <summary>The third quartile.</summary>
    public double P75 { get; init; } = double.NaN;

    /// <summary>The 95 % quantile.</summary>
    public double P95 { get; init; } = double.NaN;

    /// <summary>The largest.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>From the first quartile to the third.</summary>
    [JsonIgnore]
    public double InterquartileRange => P75 - P25;

    /// <summary>The statistics of some numbers; missing ones are not passed in.</summary>
    public static Distribution Of(ReadOnlySpan<double> values)
    {
        var finite = new double[values.Length];
        int count = 0;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
                finite[count++] = value;
        }
        if (count == 0)
            return new() { NonFinite = values.Length };
        Span<double> sorted = finite.AsSpan(0, count);
        sorted.Sort();
        double mean = 0;
        for (int i = 0; i < count; i++)
            mean += (sorted[i] - mean) / (i + 1);
        double squares = 0;
        foreach (double value in sorted)
            squares += (value - mean) * (value - mean);
        return new()
        {
            Count = count,
            NonFinite = values.Length - count,
            Mean = mean,
            StandardDeviation = Math.Sqrt(squares / count),
            Min = sorted[0],
            P5 = Quantile(sorted, 0.05),
            P25 = Quantile(sorted, 0.25),
            P50 = Quantile(sorted, 0.5),
            P75 = Quantile(sorted, 0.75),
            P95 = Quantile(sorted, 0.95),
            Max = sorted[^1],
        };
    }

    /// <summary>The quantile of sorted values at a share between 0 and 1.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.Length == 0)
            return double.NaN;
        double position = Math.Clamp(share, 0, 1) * (sorted.Length - 1);
        int below = (int)position;
        double rest = position - below;
        return rest == 0 ? sorted[below] : sorted[below] * (1 - rest) + sorted[below + 1] * rest;
    }
}
