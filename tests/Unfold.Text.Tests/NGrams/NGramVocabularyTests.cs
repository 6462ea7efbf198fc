namespace Unfold.Text.Tests;

public sealed class NGramVocabularyTests
{
    static readonly WhitespaceTokenizer Words = new();

    static Corpus Texts(params string[] texts) => new(texts.Select(text => new LabelledText(text, "x")));

    static string[] Random(int count, ulong seed)
    {
        Rng rng = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, rng.Next(9)).Select(_ => "ab cde f g\U0001F600h é".Split(' ')[rng.Next(5)])))];
    }

    /// <summary>The n-grams of a text, cut out one by one.</summary>
    static List<string> ByHand(string text, NGramOptions options)
    {
        string[] tokens = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string[]> stretches = options.Characters ? tokens.Select(token => $" {token} ".EnumerateRunes().Select(rune => rune.ToString()).ToArray()) : [tokens];
        List<string> grams = [];
        foreach (string[] stretch in stretches)
        {
            for (int n = options.Shortest; n <= options.Longest; n++)
            {
                for (int i = 0; i + n <= stretch.Length; i++) grams.Add(string.Join(options.Characters ? "" : " ", stretch[i..(i + n)]));
            }
        }
        return grams;
    }

    [Theory]
    [InlineData(false, 1, 3, 2)]
    [InlineData(false, 2, 3, 1)]
    [InlineData(true, 2, 5, 2)]
    [InlineData(true, 1, 4, 3)]
    public void Build_RandomTexts_KeepsWhatEnoughTextsHave(bool characters, int shortest, int longest, int minTexts)
    {
        NGramOptions options = new() { Characters = characters, Shortest = shortest, Longest = longest, MinTexts = minTexts };
        string[] texts = [.. Random(40, 3), "words of one text only"], others = [.. Random(20, 4), "unknown words ab"];
        NGramVocabulary vocabulary = NGramVocabulary.Build(Texts(texts), Words, options);
        HashSet<string> kept = [.. texts.SelectMany(text => ByHand(text, options).Distinct()).GroupBy(gram => gram).Where(group => group.Count() >= minTexts).Select(group => group.Key)];
        Assert.Equal(kept.Order(StringComparer.Ordinal), Enumerable.Range(0, vocabulary.Count).Select(entry => vocabulary[entry]).Order(StringComparer.Ordinal));
        NGramVocabulary loaded = NGramVocabulary.FromDocument(vocabulary.ToDocument(), Words, "test");
        foreach (string text in texts.Concat(others))
        {
            List<int> ids = [], again = [];
            vocabulary.Encode(text, ids);
            Assert.Equal(ByHand(text, options).Where(kept.Contains).Order(StringComparer.Ordinal), ids.Select(id => vocabulary[id]).Order(StringComparer.Ordinal));
            loaded.Encode(text, again);
            Assert.Equal(ids, again);
        }
    }

    [Fact]
    public void Build_OptionsOutOfRange_AreRefused() => Assert.Equal(
        "N-grams: expected 1 ≤ Shortest ≤ Longest ≤ 16 and MinTexts of at least 1, got 3, 2 and 2.",
        Assert.Throws<DataException>(() => NGramVocabulary.Build(Texts("a"), Words, new NGramOptions { Shortest = 3 })).Message);

    [Fact]
    public void FromDocument_ThatContradictsItself_IsDamaged()
    {
        NGramDocument good = NGramVocabulary.Build(Texts("a b c", "a b c"), Words, new NGramOptions { Longest = 3 }).ToDocument();
        Assert.Equal((3, 3), (good.Units!.Length, good.Last!.Length)); // a, b, c; a b, b c, a b c
        (NGramDocument Document, string Fault)[] cases =
        [
            (good with { Units = null }, "expected lists \"units\", \"beginnings\" and \"last\", got a document without one of them"),
            (good with { Last = [0] }, "expected a last unit for each of 3 n-grams, got 1"),
            (good with { Last = [1, 2, 3] }, "expected a last unit of 0 to 2, got 3 at number 2"),
            (good with { Beginnings = [0, 1, 5] }, "expected a beginning of 0 to 4, got 5 at number 2"),
            (good with { Beginnings = [0, 0, 3], Last = [1, 1, 2] }, "expected every n-gram once, got one twice at number 1"),
            (good with { Units = ["a", "a", "c"] }, "expected every unit once, got one twice"),
            (good with { Hidden = 7 }, "expected hidden of 0 to 6, got 7"),
            (good with { Longest = 17 }, "expected 1 ≤ shortest ≤ longest ≤ 16 and minTexts of at least 1, got 1, 17 and 2"),
        ];
        foreach ((NGramDocument document, string fault) in cases)
            Assert.Equal($"here: {fault}. The file is damaged or was not written by this library; train again.", Assert.Throws<DamagedFileException>(() => NGramVocabulary.FromDocument(document, Words, "here")).Message);
    }
}
