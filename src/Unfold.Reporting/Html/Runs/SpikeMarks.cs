namespace Unfold.Reporting;

/// <summary>Where charts of steps mark a spike: a diamond that leads to its texts.</summary>
static class SpikeMarks
{
    /// <summary>A mark on every value of a series that was taken at a spike.</summary>
    public static ChartFlag[] Of(RunView run, FanData data)
    {
        var spikes = run.Spikes.ToDictionary(spike => spike.Step);
        return spikes.Count == 0 ? [] : [.. data.Points.Where(point => spikes.ContainsKey(point.Step) && double.IsFinite(point.Value))
            .Select(point => new ChartFlag(point.X, point.Value, spikes[point.Step].Target, $"Spike in epoch {point.Epoch}, step {point.Step}: {NumberText.Short(point.Value, 3)}"))];
    }
}
