namespace Unfold.Inspection;

/// <summary>Time and memory of a run.</summary>
public sealed record SpeedDocument
{
    /// <summary>Mean wall time of an epoch's training, the first epoch (with the compiler's warm-up) left out where there are more.</summary>
    public double SecondsPerEpoch { get; init; }

    /// <summary>Training tokens a second over the same epochs.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>The largest working set of the process.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>The share of a step that inspection took, measured by itself; 0 without inspection.</summary>
    public double WatchingShare { get; init; }

    /// <summary>From one step that was looked at closely to the next in the last epoch; left out without inspection.</summary>
    public int? Stride { get; init; }

    /// <summary>The time that the rules took at the ends of epochs, over that of the epochs' training; left out where they were not asked.</summary>
    public double? RulesShare { get; init; }

    /// <summary>Wall time from the command to the end of the run.</summary>
    public double? TotalSeconds { get; init; }
}
