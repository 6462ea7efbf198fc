using Microsoft.Extensions.Logging;
using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>Where a run reads and writes, and who hears of it; none of it changes a result.</summary>
public sealed record TrainOptions
{
    /// <summary>The run's folder; without one nothing is written. <value>Default: none.</value></summary>
    public string? Out { get; init; }

    /// <summary>The folder of the known data sets. <value>Default: none.</value></summary>
    public string? DataFolder { get; init; }

    /// <summary>Hears of epochs and findings. <value>Default: none.</value></summary>
    public ILogger? Logger { get; init; }

    /// <summary>The clock for the run's date; durations are measured apart. <value>Default: the system's.</value></summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The command line, to be recorded. <value>Default: none.</value></summary>
    public string? Command { get; init; }

    /// <summary>Where the recipe's values came from, to be recorded. <value>Default: none.</value></summary>
    public IReadOnlyDictionary<string, string>? Sources { get; init; }

    /// <summary>The shortest time between two reports of progress within an epoch. <value>Default: 100 ms.</value></summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether a run that was stopped goes on in its folder, to the very same bytes; one that has no checkpoint yet begins. <value>Default: false, the folder is begun anew.</value></summary>
    public bool Resume { get; init; }

    /// <summary>The shortest time between two checkpoints within an epoch; zero writes one after every step. <value>Default: a minute.</value></summary>
    /// <remarks>At an epoch's end a second is enough. Writing takes a twentieth of the time at most, unless this is zero. Results do not depend on it.</remarks>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where checkpoints are written. <value>Default: the machine's disk.</value></summary>
    internal IDisk? Disk { get; init; }

    /// <summary>Weights that several runs share at their start. <value>Default: each has its own.</value></summary>
    internal StartingWeights? Start { get; init; }
}
