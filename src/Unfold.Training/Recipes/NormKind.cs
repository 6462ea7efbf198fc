namespace Unfold.Training;

/// <summary>Which normalization a recipe puts on vectors.</summary>
public enum NormKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>Per feature over the real positions of a batch, with running statistics for use.</summary>
    Batch,

    /// <summary>Over the features of each position.</summary>
    Layer,
}
