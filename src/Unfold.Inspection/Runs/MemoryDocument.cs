using System.Globalization;

namespace Unfold.Inspection;

/// <summary>The memory that a run needs at its peak, as it was predicted before anything was trained.</summary>
/// <remarks>What was measured afterwards is <see cref="SpeedDocument.PeakMemoryBytes"/>. Figures are bytes of the process's working set.</remarks>
public sealed record MemoryDocument
{
    const int MostNamed = 4;
    const double Named = 0.04; // of the peak: smaller parts are not worth a word

    /// <summary>The most that the process holds at once.</summary>
    public long PredictedPeakBytes { get; init; }

    /// <summary>What the process may use: of the machine, or of the limit that it was given.</summary>
    public long AvailableBytes { get; init; }

    /// <summary>What is being done where it is most: "baselines", "linear model", "checks", "training" or "validation".</summary>
    public string Phase { get; init; } = "";

    /// <summary>What it consists of there, in bytes, the largest part first; together they are <see cref="PredictedPeakBytes"/>.</summary>
    public IReadOnlyDictionary<string, long> Parts { get; init; } = new OrderedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The most that is held in each phase, in bytes, in their order.</summary>
    public IReadOnlyDictionary<string, long> Phases { get; init; } = new OrderedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>It in a sentence: "Memory: about 1.2 GB at the peak (training), of 23 GB: activations 520 MB, texts 250 MB, optimizer 130 MB."</summary>
    public string ToSentence()
    {
        string[] parts = [.. Parts.Where(part => part.Value >= Named * PredictedPeakBytes).Take(MostNamed).Select(part => $"{part.Key} {Amount(part.Value)}")];
        return $"Memory: about {Amount(PredictedPeakBytes)} at the peak ({Phase}), of {Amount(AvailableBytes)}{(parts.Length > 0 ? $": {string.Join(", ", parts)}" : "")}.";
    }

    /// <summary>What makes the largest part smaller, in a sentence.</summary>
    public string Remedy() => MemoryRemedy.Of(LargestPart).Text;

    /// <summary>The largest of the parts that somebody can do something about.</summary>
    internal string? LargestPart => Parts.Keys.FirstOrDefault(part => part != MemoryParts.Runtime);

    /// <summary>Bytes as MB or GB, as precise as a prediction is.</summary>
    public static string Amount(long bytes)
    {
        double gigabytes = bytes / (double)(1L << 30);
        return gigabytes >= 10 ? string.Create(CultureInfo.InvariantCulture, $"{gigabytes:0} GB")
            : gigabytes >= 0.95 ? string.Create(CultureInfo.InvariantCulture, $"{gigabytes:0.0} GB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0} MB");
    }
}
