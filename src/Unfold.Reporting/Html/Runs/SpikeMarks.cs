using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Where charts of steps mark a spike, and the name of the entry that the mark leads to.</summary>
static class SpikeMarks
{
    public static string Target(RecordNote spike) => $"spike-{spike.Epoch}-{spike.Step}";

    public static IReadOnlyList<RecordNote> All(RunView run) => [.. run.Seen.Notes("spikes", "all", "batch")];

    /// <summary>A mark on every value of a series that was taken at a spike.</summary>
    public static ChartFlag[] Of(RunView run, FanData data)
    {
        Dictionary<long, RecordNote> spikes = [];
        foreach (RecordNote spike in All(run))
            spikes[spike.Step] = spike;
        return spikes.Count == 0 ? [] : [.. data.Points.Where(point => spikes.ContainsKey(point.Step) && double.IsFinite(point.Value))
            .Select(point => new ChartFlag(point.X, point.Value, Target(spikes[point.Step]), $"Spike in epoch {point.Epoch}, step {point.Step}: {NumberText.Short(point.Value, 3)}"))];
    }
}
