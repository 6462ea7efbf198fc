namespace Unfold.Training;

/// <summary>What becomes of a word without a number.</summary>
public enum UnknownWords
{
    /// <summary>It becomes the token for unknown words.</summary>
    Token,

    /// <summary>It is left out, as if the text did not have it.</summary>
    Drop,
}
