namespace Unfold.Text;

/// <summary>How the tokens of a vocabulary are numbered.</summary>
/// <remarks>A smallest count and a largest size keep the most frequent tokens in each case.</remarks>
public enum VocabularyOrder
{
    /// <summary>Falling count, then rising code points of the token: what torchtext does.</summary>
    CountThenToken,

    /// <summary>Falling count, then first seen first: what Python's <c>Counter.most_common</c> and Keras do.</summary>
    CountThenFirstSeen,

    /// <summary>First seen first, among the tokens that are kept (chosen by count, then by when they were seen).</summary>
    FirstSeen,
}
