namespace Unfold.Training;

/// <summary>Which word vectors training leaves as they are.</summary>
public enum FrozenWords
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those found in the file of word vectors; a word without one has a row that is trained.</summary>
    Found,

    /// <summary>All; a word without a vector in the file has zeros.</summary>
    All,
}
