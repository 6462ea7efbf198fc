using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>How far a run is.</summary>
public sealed record TrainProgress
{
    /// <summary>What is being done.</summary>
    public TrainPhase Phase { get; init; }

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>The most epochs there will be.</summary>
    public int Epochs { get; init; }

    /// <summary>Batches done in this epoch (while <see cref="TrainPhase.ChoosingThreshold"/>: models trained).</summary>
    public int Step { get; init; }

    /// <summary>Batches of this epoch (while <see cref="TrainPhase.ChoosingThreshold"/>: models to train).</summary>
    public int Steps { get; init; }

    /// <summary>Mean training loss of this epoch so far.</summary>
    public double Loss { get; init; } = double.NaN;

    /// <summary>Training tokens a second in this epoch so far.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Time since training began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Time until all epochs would be done, at the rate so far; early stopping may end sooner.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>The epoch that just ended.</summary>
    public EpochDocument? Completed { get; init; }

    /// <summary>What the checks before training found, the most severe first; only at the end of <see cref="TrainPhase.Checking"/>.</summary>
    public IReadOnlyList<Finding>? Findings { get; init; }

    /// <summary>What the run just did on its own; only at <see cref="TrainPhase.Alarm"/>.</summary>
    public ActionDocument? Action { get; init; }

    /// <summary>What the user should know beside: a checkpoint that had to be passed over, a run that begins anew.</summary>
    public string? Warning { get; init; }

    /// <summary>What there is to say, in words: of the epoch that just ended, or of the data.</summary>
    public string? Words { get; init; }
}
