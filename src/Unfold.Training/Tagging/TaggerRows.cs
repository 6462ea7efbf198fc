using Unfold.Text;

namespace Unfold.Training;

/// <summary>Sentences as numbers: of words, of their tags, and of each different word's characters.</summary>
sealed class TaggerRows
{
    readonly List<int[]> _spellings = [];

    /// <summary>Encodes sentences; a tag that training did not have is −1, which no answer equals.</summary>
    public TaggerRows(IReadOnlyList<TaggedSentence> sentences, TaggerVocabulary vocabulary, CancellationToken cancellation = default)
    {
        Dictionary<string, int> types = new(StringComparer.Ordinal);
        Types = new int[sentences.Count][];
        Tags = new int[sentences.Count][];
        var words = new int[sentences.Count][];
        if (vocabulary.Vectors is not null) Vectors = [.. sentences.Select(sentence => sentence.Words.Select(vocabulary.VectorOf).ToArray())];
        var tags = vocabulary.Tags.Names.Select((name, i) => (name, i)).ToDictionary(entry => entry.name, entry => entry.i, StringComparer.Ordinal);
        for (int i = 0; i < sentences.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            TaggedSentence sentence = sentences[i];
            words[i] = [.. sentence.Words.Select(vocabulary.IdOf)];
            Tags[i] = [.. sentence.Tags.Select(tag => tags.GetValueOrDefault(tag, -1))];
            Types[i] = new int[sentence.Words.Count];
            for (int t = 0; t < sentence.Words.Count; t++)
            {
                if (!types.TryGetValue(sentence.Words[t], out int type))
                {
                    types.Add(sentence.Words[t], type = _spellings.Count);
                    _spellings.Add(vocabulary.CharactersOf(sentence.Words[t]));
                }
                Types[i][t] = type;
            }
        }
        Words = EncodedCorpus.FromIds(words, new int[words.Length]);
    }

    /// <summary>The numbers of the words.</summary>
    public EncodedCorpus Words { get; }

    /// <summary>Of each sentence, which fixed vector each word has; null where there are none.</summary>
    public int[][]? Vectors { get; }

    /// <summary>Of each sentence, which spelling each word has.</summary>
    public int[][] Types { get; }

    /// <summary>Of each sentence, the number of each word's tag.</summary>
    public int[][] Tags { get; }

    /// <summary>The characters of each different word.</summary>
    public IReadOnlyList<int[]> Spellings => _spellings;
}
