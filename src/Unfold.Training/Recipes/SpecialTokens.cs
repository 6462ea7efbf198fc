namespace Unfold.Training;

/// <summary>The tokens that are no words.</summary>
public enum SpecialTokens
{
    /// <summary>Pad 0, unknown 1; words begin at 2.</summary>
    Plain,

    /// <summary>Pad 0, a start before every text 1, unknown 2; words begin at 3.</summary>
    Keras,
}
