namespace Unfold.Training;

/// <summary>What a run does on its own when something is found while it trains.</summary>
public enum AlarmAction
{
    /// <summary>Notes it and goes on.</summary>
    Warn,

    /// <summary>Saves weights and optimizer state beside the run, and goes on.</summary>
    Checkpoint,

    /// <summary>Ends the run: for numbers that are not finite as diverged, else as if all epochs were done.</summary>
    Stop,

    /// <summary>Multiplies the learning rate by <see cref="DoctorRecipe.RateFactor"/> from here on.</summary>
    LowerRate,

    /// <summary>Scales this step's gradient down to the running median of the norms; found at an epoch's end: clips at that norm from here on.</summary>
    Clip,

    /// <summary>Leaves this batch out: the weights stay as they are. Found at an epoch's end, there is no batch to leave out, and it is noted only.</summary>
    SkipBatch,

    /// <summary>Goes back to the last good weights and optimizer state, with the learning rate lowered.</summary>
    RollBack,
}
