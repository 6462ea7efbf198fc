namespace Unfold.Training;

/// <summary>What the linear model on n-grams is for.</summary>
public enum LinearUse
{
    /// <summary>It is not fitted.</summary>
    None,

    /// <summary>It stands beside the network as a baseline.</summary>
    Baseline,

    /// <summary>The run answers with a blend of its probabilities and the network's.</summary>
    Blend,
}
