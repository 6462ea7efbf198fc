using Unfold.Text;

namespace Unfold.Training;

/// <summary>Sentences of our own with their parts of speech, for the lab without any data, and the reading of tagged words from one line.</summary>
public static class LabSentences
{
    static readonly string[] Lines =
    [
        "The/DET old/ADJ sailor/NOUN who/PRON had/AUX lost/VERB his/PRON map/NOUN read/VERB the/DET stars/NOUN instead/ADV ./PUNCT",
        "Rain/NOUN fell/VERB on/ADP the/DET quiet/ADJ harbour/NOUN and/CCONJ nobody/PRON moved/VERB ./PUNCT",
        "She/PRON quickly/ADV gave/VERB him/PRON two/NUM red/ADJ apples/NOUN ./PUNCT",
    ];

    /// <summary>The sentences, with universal parts of speech.</summary>
    public static TaggedCorpus BuiltIn { get; } = new(Lines.Select(line => Parse(line, tags: null)), "built-in sentences");

    /// <summary>Reads words with blanks between them, each with its tag after a slash.</summary>
    /// <param name="text">For example <c>the/DET cat/NOUN</c>.</param>
    /// <param name="tags">Tags of words that come without one; null where every word must have its own.</param>
    /// <exception cref="DataException">There is no word, or a word's tag is not known.</exception>
    public static TaggedSentence Parse(string text, IReadOnlyDictionary<string, string>? tags)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> words = [], found = [];
        foreach (string token in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            int slash = token.LastIndexOf('/');
            (string word, string? tag) = slash > 0 && slash < token.Length - 1 ? (token[..slash], token[(slash + 1)..]) : (token, tags?.GetValueOrDefault(token));
            words.Add(word);
            found.Add(tag ?? throw new DataException($"word {words.Count}, {token}: expected its tag after a slash, got a word whose tag is not known. Write {token}/NOUN, or the tag it has."));
        }
        return words.Count > 0 ? new TaggedSentence(words, found) : throw new DataException("sentence: expected at least one word, got none. Write words with their tags, such as \"the/DET cat/NOUN\".");
    }

    /// <summary>The tag of each word of some sentences, its first where it has several.</summary>
    public static IReadOnlyDictionary<string, string> TagsOf(TaggedCorpus sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (TaggedSentence sentence in sentences.Sentences)
        {
            foreach ((string word, string tag) in sentence.Words.Zip(sentence.Tags)) tags.TryAdd(word, tag);
        }
        return tags;
    }

    /// <summary>The sentence that is looked at: the first with 6 to 14 words, else the first; of those whose tags are all known.</summary>
    /// <param name="sentences">Sentences.</param>
    /// <param name="tags">The tags that are known.</param>
    /// <returns>Nothing where every sentence has an unknown tag.</returns>
    public static TaggedSentence? Choose(TaggedCorpus sentences, IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        HashSet<string> known = new(tags, StringComparer.Ordinal);
        IEnumerable<TaggedSentence> there = sentences.Sentences.Where(sentence => sentence.Tags.All(known.Contains));
        return there.FirstOrDefault(sentence => sentence.Words.Count is >= 6 and <= 14) ?? there.FirstOrDefault();
    }
}
