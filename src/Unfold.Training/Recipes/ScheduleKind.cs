namespace Unfold.Training;

/// <summary>How the step size changes over a run.</summary>
public enum ScheduleKind
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It is multiplied every so many epochs.</summary>
    Step,

    /// <summary>It falls along half a cosine wave to zero at the last epoch.</summary>
    Cosine,
}
