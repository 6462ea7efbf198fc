namespace Unfold.Training;

/// <summary>Whether rare classes count more.</summary>
public enum ClassWeighting
{
    /// <summary>Every example counts the same.</summary>
    None,

    /// <summary>Every class counts the same in sum.</summary>
    Balanced,
}
