namespace Unfold.Training;

/// <summary>A word and its tag.</summary>
/// <param name="Token">The word, as it was cut out of the text.</param>
/// <param name="Tag">Its tag.</param>
public sealed record TaggedWord(string Token, string Tag);
