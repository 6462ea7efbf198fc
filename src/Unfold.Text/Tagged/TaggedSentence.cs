namespace Unfold.Text;

/// <summary>The words of a sentence with a tag each.</summary>
/// <param name="Words">The words.</param>
/// <param name="Tags">A tag for each word; empty where the source has none.</param>
/// <param name="Line">The line of its file on which the first word stands, from 1; 0 where it did not come from lines.</param>
public sealed record TaggedSentence(IReadOnlyList<string> Words, IReadOnlyList<string> Tags, int Line = 0);
