using Unfold.Text;

namespace Unfold.Training;

/// <summary>The numbers of words, characters and tags, from the training part alone.</summary>
/// <param name="Words">Words; <c>&lt;pad&gt;</c> and <c>&lt;unk&gt;</c> first.</param>
/// <param name="Characters">Characters (Unicode scalar values); <c>&lt;pad&gt;</c> and <c>&lt;unk&gt;</c> first.</param>
/// <param name="Tags">Tags, in ordinal order.</param>
/// <param name="Vectors">Words with a vector that stays as it is; <c>&lt;pad&gt;</c> and <c>&lt;unk&gt;</c> first; null where there are none.</param>
/// <param name="LowerCase">Whether words are looked up in lower case.</param>
sealed record TaggerVocabulary(Vocabulary Words, Vocabulary Characters, LabelSet Tags, Vocabulary? Vectors, bool LowerCase)
{
    /// <summary>The longest word whose characters are all read; of longer ones the first and last so many halves.</summary>
    const int LongestWord = 40;

    public static TaggerVocabulary Of(TaggedCorpus corpus, Recipe recipe, WordVectors? vectors = null, CancellationToken cancellation = default)
    {
        Dictionary<string, long> words = [], characters = [];
        foreach (TaggedSentence sentence in corpus.Sentences)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (string word in sentence.Words)
            {
                Count(words, recipe.Tagging.LowerCase ? word.ToLowerInvariant() : word);
                foreach (string character in Split(word)) Count(characters, character);
            }
        }
        return new TaggerVocabulary(
            Vocabulary.FromTokens(Order(words, recipe.Text.MinCount, recipe.Text.VocabularySize)),
            Vocabulary.FromTokens(Order(characters, 2, int.MaxValue)),
            new LabelSet(corpus.TagNames),
            vectors is null ? null : Vocabulary.FromTokens(((string[])[VocabularyOptions.Pad, VocabularyOptions.Unknown]).Concat(vectors.Words.Where(word => word is not (VocabularyOptions.Pad or VocabularyOptions.Unknown)))),
            recipe.Tagging.LowerCase);
    }

    public int IdOf(string word) => Words.IdOf(LowerCase ? word.ToLowerInvariant() : word);

    /// <summary>The number of a word's vector: of the word as it stands, else of it in lower case, else that of the unknown one.</summary>
    public int VectorOf(string word) => Vectors!.TryGetId(word, out int id) ? id : Vectors.IdOf(word.ToLowerInvariant());

    /// <summary>Whether the training part has the word, as it is looked up.</summary>
    public bool Knows(string word) => Words.TryGetId(LowerCase ? word.ToLowerInvariant() : word, out _);

    public int[] CharactersOf(string word) => [.. Split(word).Select(character => Characters.IdOf(character))];

    static IEnumerable<string> Split(string word)
    {
        string[] all = [.. word.EnumerateRunes().Select(rune => rune.ToString())];
        return all.Length <= LongestWord ? all : all[..(LongestWord / 2)].Concat(all[^(LongestWord / 2)..]);
    }

    static void Count(Dictionary<string, long> counts, string token) => counts[token] = counts.GetValueOrDefault(token) + 1;

    static IEnumerable<string> Order(Dictionary<string, long> counts, int least, int most) =>
    [
        VocabularyOptions.Pad, VocabularyOptions.Unknown,
        .. counts.Where(entry => entry.Value >= least && entry.Key is not (VocabularyOptions.Pad or VocabularyOptions.Unknown))
            .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Take(most == int.MaxValue ? most : most - 2).Select(entry => entry.Key),
    ];
}
