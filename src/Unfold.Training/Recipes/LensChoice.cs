namespace Unfold.Training;

/// <summary>Which lenses look at a run.</summary>
public enum LensChoice
{
    /// <summary>Those that cost next to nothing, and the probes once an epoch.</summary>
    Default,

    /// <summary>All of them.</summary>
    All,

    /// <summary>Losses and gradient norms alone.</summary>
    Few,
}
