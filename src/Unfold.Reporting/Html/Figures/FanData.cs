using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>A series of steps, summed up by epoch, with every point at hand.</summary>
/// <param name="Key">Its name in the record.</param>
/// <param name="Values">The statistics of each epoch.</param>
/// <param name="Points">All measured values, in order.</param>
sealed record FanData(SeriesKey Key, Distribution[] Values, FanPoint[] Points)
{
    const int MostShown = 200;
    const int MostSpikes = 8;

    public bool IsEmpty => Points.Length == 0;

    public double[] Medians => [.. Values.Select(value => value.P50)];

    public double[] Means => [.. Values.Select(value => value.Mean)];

    /// <summary>The share of each epoch's values that are +∞; 0 where there are none.</summary>
    public double[] InfiniteShares(IReadOnlyList<double> epochs)
    {
        ILookup<int, FanPoint> byEpoch = Points.ToLookup(point => point.Epoch);
        return [.. epochs.Select(epoch => byEpoch[(int)epoch].Select(point => double.IsPositiveInfinity(point.Value) ? 1.0 : 0).DefaultIfEmpty(0).Average())];
    }

    /// <summary>The largest value of each epoch.</summary>
    public FanPoint?[] Largest(IReadOnlyList<double> epochs)
    {
        Dictionary<int, FanPoint> largest = [];
        foreach (FanPoint point in Points)
        {
            if (double.IsFinite(point.Value) && (!largest.TryGetValue(point.Epoch, out FanPoint other) || point.Value > other.Value))
                largest[point.Epoch] = point;
        }
        return [.. epochs.Select(epoch => largest.TryGetValue((int)epoch, out FanPoint point) ? point : (FanPoint?)null)];
    }

    /// <summary>Some of the points, evenly chosen, and the largest of all.</summary>
    public FanPoint[] Shown()
    {
        int every = Math.Max(1, Points.Length / MostShown);
        HashSet<int> chosen = [.. Enumerable.Range(0, Points.Length).Where(i => i % every == 0)];
        chosen.UnionWith(Enumerable.Range(0, Points.Length).Where(i => double.IsFinite(Points[i].Value)).OrderByDescending(i => Points[i].Value).Take(MostSpikes));
        return [.. chosen.Order().Select(i => Points[i])];
    }
}
