namespace Unfold.Training;

/// <summary>What a run is doing.</summary>
public enum TrainPhase
{
    /// <summary>Reading, splitting and encoding the data.</summary>
    Preparing,

    /// <summary>Checking data and model before training; at its end <see cref="TrainProgress.Findings"/> has what was found.</summary>
    Checking,

    /// <summary>Fitting the baselines.</summary>
    Baselines,

    /// <summary>Training.</summary>
    Training,

    /// <summary>Judging an epoch on validation.</summary>
    Validating,

    /// <summary>Something was found while training: <see cref="TrainProgress.Action"/> says what, and what is done about it.</summary>
    Alarm,

    /// <summary>An epoch is done: <see cref="TrainProgress.Completed"/> has it.</summary>
    EpochDone,

    /// <summary>Training further models to choose the threshold.</summary>
    ChoosingThreshold,

    /// <summary>Everything is done and written.</summary>
    Done,
}
