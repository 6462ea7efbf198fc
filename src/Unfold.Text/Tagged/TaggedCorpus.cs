namespace Unfold.Text;

/// <summary>Tagged sentences in memory, in the order of their source.</summary>
public sealed class TaggedCorpus
{
    /// <summary>Takes sentences from memory.</summary>
    /// <param name="sentences">The sentences; every one has at least one word, and a tag for each.</param>
    /// <param name="source">The file or place they came from, for errors and reports.</param>
    /// <exception cref="DataException">There is none, one is empty, or words and tags do not match.</exception>
    public TaggedCorpus(IEnumerable<TaggedSentence> sentences, string source = "sentences in memory")
    {
        ArgumentNullException.ThrowIfNull(sentences);
        (Sentences, Source) = ([.. sentences], source);
        if (Sentences.Count == 0)
            throw new DataException($"{source}: expected at least one sentence, got none. Check that this is the file you meant.");
        for (int i = 0; i < Sentences.Count; i++)
        {
            TaggedSentence sentence = Sentences[i];
            if (sentence.Words.Count == 0 || sentence.Words.Count != sentence.Tags.Count)
                throw new DataException($"{Where(i)}: expected a tag for each of at least one word, got {sentence.Words.Count} words and {sentence.Tags.Count} tags.");
        }
    }

    /// <summary>The file or place.</summary>
    public string Source { get; }

    /// <summary>The sentences.</summary>
    public IReadOnlyList<TaggedSentence> Sentences { get; }

    /// <summary>Words of all sentences.</summary>
    public int WordCount => Sentences.Sum(sentence => sentence.Words.Count);

    /// <summary>The tags that occur, in ordinal order.</summary>
    public IReadOnlyList<string> TagNames => [.. Sentences.SelectMany(sentence => sentence.Tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The sentences of some lengths only, at most so many: what a small experiment takes.</summary>
    /// <param name="shortest">The fewest words.</param>
    /// <param name="longest">The most words.</param>
    /// <param name="most">The first so many of them.</param>
    /// <exception cref="DataException">None is left.</exception>
    public TaggedCorpus Where(int shortest, int longest, int most = int.MaxValue) =>
        new(Sentences.Where(sentence => sentence.Words.Count >= shortest && sentence.Words.Count <= longest).Take(most), Source);

    /// <summary>Where a sentence came from: <c>file:line</c>, or its number where there are no lines.</summary>
    public string Where(int sentence) => Sentences[sentence].Line > 0 ? $"{Source}:{Sentences[sentence].Line}" : $"{Source}, sentence {sentence}";

    /// <inheritdoc/>
    public override string ToString() => $"TaggedCorpus {{ {Source}: {Sentences.Count} sentences, {WordCount} words, {TagNames.Count} tags }}";
}
