namespace Unfold.Training;

/// <summary>What the network reads of a word.</summary>
public enum WordInput
{
    /// <summary>Its vector.</summary>
    Vector,

    /// <summary>Its number in the vocabulary, as if that were a magnitude: only to reproduce a published mistake.</summary>
    Number,
}
