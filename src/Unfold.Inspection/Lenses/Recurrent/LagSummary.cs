namespace Unfold.Inspection;

/// <summary>What a profile of gradient over lag says in one number.</summary>
static class LagSummary
{
    /// <summary>Steps next to where the state is read; <see cref="Reach"/> is what lies before them.</summary>
    public const int Near = 5;

    /// <summary>ln 2 / −slope of ln G over the lags from 0 on, each lag weighted by the texts that have it; ∞ where it does not fall, NaN for fewer than two lags.</summary>
    public static double HalfLife(LagSums profile)
    {
        (double weights, double lags, double logs, double products, double squares) = (0, 0, 0, 0, 0);
        int some = 0;
        ReadOnlySpan<double> sums = profile.Sums[profile.Zero..];
        ReadOnlySpan<long> counts = profile.Counts[profile.Zero..];
        for (int at = 0; at < sums.Length; at++)
        {
            if (counts[at] == 0 || !(sums[at] > 0))
                continue;
            (double weight, double lag) = (counts[at], at);
            double log = 0.5 * Math.Log(sums[at] / weight);
            weights += weight;
            lags += weight * lag;
            logs += weight * log;
            products += weight * lag * log;
            squares += weight * lag * lag;
            some++;
        }
        if (some < 2)
            return double.NaN;
        double slope = (weights * products - lags * logs) / (weights * squares - lags * lags);
        return slope < 0 ? Math.Log(2) / -slope : double.PositiveInfinity;
    }

    /// <summary>The share of ΣG over the lags from 0 on that lies before the last five words; NaN where all of it is zero.</summary>
    public static double Reach(LagSums profile)
    {
        (double all, double far) = (0, 0);
        ReadOnlySpan<double> sums = profile.Sums[profile.Zero..];
        ReadOnlySpan<long> counts = profile.Counts[profile.Zero..];
        for (int at = 0; at < sums.Length; at++)
        {
            if (counts[at] == 0)
                continue;
            double size = Math.Sqrt(sums[at] / counts[at]);
            all += size;
            if (at >= Near)
                far += size;
        }
        return all > 0 ? far / all : double.NaN;
    }
}
