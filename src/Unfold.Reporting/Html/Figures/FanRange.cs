using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Axis ends for fans: wide enough for nearly everything, so narrow that one spike flattens nothing.</summary>
static class FanRange
{
    /// <summary>From the smallest to thirty times the largest 95 % quantile at most; whole fans share it.</summary>
    public static (double Low, double High) Log(IEnumerable<IReadOnlyList<Distribution>> fans)
    {
        Distribution[] all = [.. fans.SelectMany(fan => fan).Where(value => value.Count > 0)];
        double[] floors = [.. all.SelectMany(value => new[] { value.Min, value.P5, value.P25, value.P50 }).Where(value => value > 0)];
        if (floors.Length == 0)
            return (0.1, 10);
        double usual = all.Where(value => value.P5 > 0).Select(value => value.P5).DefaultIfEmpty(floors.Min()).Min();
        double low = Math.Max(floors.Min(), usual / 30);
        double high = Math.Min(all.Max(value => value.Max), all.Max(value => value.P95) * 30);
        return (low / 1.25, Math.Max(high, low * 10) * 1.25);
    }

    public static (double Low, double High) Linear(IEnumerable<IReadOnlyList<Distribution>> fans)
    {
        Distribution[] all = [.. fans.SelectMany(fan => fan).Where(value => value.Count > 0)];
        if (all.Length == 0)
            return (0, 1);
        double typical = all.Max(value => value.P95);
        return (Math.Min(0, all.Min(value => value.Min)), Math.Max(1e-9, Math.Min(all.Max(value => value.Max), typical * 2.5)) * 1.05);
    }
}
