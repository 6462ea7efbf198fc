namespace Unfold.Text.Tests;

public class EncodedCorpusTests
{
    static readonly WhitespaceTokenizer Words = new();
    static readonly Vocabulary Letters = Vocabulary.FromTokens(["<pad>", "<unk>", "a", "b", "c", "d"]);
    static readonly Corpus Texts = new([new("a b c d", "x"), new("", "y"), new("d ? a", "x")]);

    static EncodedCorpus Encode(EncodingOptions? options = null) => EncodedCorpus.Encode(Texts, Words, Letters, new LabelSet(["x", "y"]), options);

    static string Show(EncodedCorpus corpus) => string.Join(" | ", Enumerable.Range(0, corpus.Count).Select(i => string.Join(',', corpus[i].ToArray())));

    [Fact]
    public void Encode_WholeTexts_GivesIdsLabelsAndCounts()
    {
        var corpus = Encode();
        Assert.Equal("2,3,4,5 |  | 5,1,2", Show(corpus));
        Assert.Equal([4, 0, 3, 7], Enumerable.Range(0, 3).Select(row => (long)corpus.Length(row)).Append(corpus.TotalIds));
        Assert.Equal([0, 1, 0], corpus.Labels.ToArray());
        Assert.Equal(new EncodingCounts { Tokens = 7, Unknown = 1, Empty = 1 }, corpus.Counts);
        Assert.Equal((4, 1.0 / 7), (corpus.MaxLength, corpus.Counts.UnknownShare));
    }

    [Theory]
    [InlineData(TextEnd.Post, "2,3 |  | 5,1"), InlineData(TextEnd.Pre, "4,5 |  | 1,2")]
    public void Encode_MaxLength_CutsAtThatEnd(TextEnd end, string ids)
    {
        var corpus = Encode(new() { MaxLength = 2, Truncation = end });
        Assert.Equal(ids, Show(corpus));
        Assert.Equal((3L, 2), (corpus.Counts.CutTokens, corpus.Counts.Truncated));
    }

    [Theory]
    [InlineData(TextEnd.Post, "2,3,4 | 0,0,0 | 5,1,2"), InlineData(TextEnd.Pre, "2,3,4 | 0,0,0 | 5,1,2")]
    public void Encode_PadToLength_AlsoCuts(TextEnd end, string ids) => Assert.Equal(ids, Show(Encode(new() { PadToLength = 3, Padding = end })));

    [Theory]
    [InlineData(TextEnd.Post, "2,3,4,5,0 | 0,0,0,0,0 | 5,1,2,0,0"), InlineData(TextEnd.Pre, "0,2,3,4,5 | 0,0,0,0,0 | 0,0,5,1,2")]
    public void Encode_PadToLength_PutsPadsAtThatEndAndCountsThem(TextEnd end, string ids)
    {
        var corpus = Encode(new() { MaxLength = 5, PadToLength = 5, Padding = end });
        Assert.Equal(ids, Show(corpus));
        Assert.Equal((8L, 1), (corpus.Counts.Pads, corpus.Counts.Empty));
    }

    [Fact]
    public void Encode_ManyRows_IsTheSameAsOneByOne()
    {
        var rng = new Rng(11);
        var rows = Enumerable.Range(0, 5_000).Select(_ => new LabelledText(string.Join(' ', Enumerable.Range(0, rng.Next(9)).Select(_ => "abcd?"[rng.Next(5)])))).ToArray();
        var corpus = EncodedCorpus.Encode(new Corpus(rows), Words, Letters);
        for (int i = 0; i < rows.Length; i++) Assert.Equal(Letters.Encode(Words, rows[i].Text), corpus[i].ToArray());
        Assert.Equal(corpus.TotalIds, corpus.Counts.Tokens);
        Assert.Equal(rows.Count(row => row.Text.Length == 0), corpus.Counts.Empty);
        Assert.All(corpus.Labels.ToArray(), label => Assert.Equal(-1, label));
    }

    [Fact]
    public async Task Encode_OneThread_StaysOnTheCallingThread()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => new LabelledText("abcd"[i % 4].ToString())).ToArray();
        var tokenizer = new Watched();
        int caller = await Task.Factory.StartNew(
            () =>
            {
                Execution.Threads = 1;
                EncodedCorpus.Encode(new Corpus(rows), tokenizer, Letters);
                Execution.Threads = 0;
                return Environment.CurrentManagedThreadId;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.Equal([caller], tokenizer.Threads.Keys);
    }

    sealed class Watched : ITokenizer
    {
        public System.Collections.Concurrent.ConcurrentDictionary<int, bool> Threads { get; } = new();

        public string Name => Words.Name;

        public void Tokenize<TSink>(scoped ReadOnlySpan<char> text, ref TSink sink)
            where TSink : ITokenSink, allows ref struct
        {
            Threads[Environment.CurrentManagedThreadId] = true;
            Words.Tokenize(text, ref sink);
        }
    }

    [Fact]
    public void Encode_UnknownTokenWithoutDefaultInManyRows_IsOneDataError()
    {
        var vocabulary = Vocabulary.FromTokens(["a"], specialCount: 0, defaultToken: null);
        var corpus = new Corpus(Enumerable.Repeat(new LabelledText("a q"), 3_000));
        Assert.StartsWith("Vocabulary: expected one of its 1 tokens, got \"q\".",
            Assert.Throws<DataException>(() => EncodedCorpus.Encode(corpus, Words, vocabulary)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_PaddingWithoutPadToken_SaysSo() => Assert.Equal(
        "Encoding: expected a vocabulary with <pad> among its specials, got one without. Padding needs it; build the vocabulary with it or leave PadToLength out.",
        Assert.Throws<DataException>(() => EncodedCorpus.Encode(Texts, Words, Vocabulary.FromTokens(["<unk>"], 1), null, new() { PadToLength = 2 })).Message);

    [Fact]
    public void FromIds_Sequences_AreLaidOneBehindTheOther()
    {
        var corpus = EncodedCorpus.FromIds([[1, 2], [], [3]], [0, 1, 1]);
        Assert.Equal("1,2 |  | 3", Show(corpus));
        Assert.Equal((3L, 1), (corpus.Counts.Tokens, corpus.Counts.Empty));
    }

    [Fact]
    public void Encode_DropUnknown_LeavesWordsOutAndStillCountsThem()
    {
        var corpus = Encode(new() { DropUnknown = true });
        Assert.Equal("2,3,4,5 |  | 5,2", Show(corpus));
        Assert.Equal((7L, 1L), (corpus.Counts.Tokens, corpus.Counts.Unknown));
    }

    /// <summary>Keras: pad 0, start 1, unknown 2, words from 3; the last words are kept, so of a long text the start goes first.</summary>
    [Theory]
    [InlineData(3, "0,1,3 | 0,0,1 | 2,3,4"), InlineData(5, "0,0,0,1,3 | 0,0,0,0,1 | 0,1,2,3,4")]
    public void Encode_KerasConventions_StartPadAndCutBeforeTheText(int length, string ids)
    {
        Vocabulary keras = Vocabulary.FromTokens([.. VocabularyOptions.Keras, "a", "b"], specialCount: 3);
        Corpus texts = new([new("a", "x"), new("", "x"), new("? a b", "x")]);
        var options = new EncodingOptions { Start = VocabularyOptions.Start, PadToLength = length, Truncation = TextEnd.Pre, Padding = TextEnd.Pre };
        var corpus = EncodedCorpus.Encode(texts, Words, keras, null, options);
        Assert.Equal(ids, Show(corpus));
        Assert.Equal(corpus[2].ToArray(), EncodedCorpus.EncodeText("? a b", Words, keras, options));
    }

    [Fact]
    public void Encode_StartThatTheVocabularyHasNot_IsRefused()
    {
        var error = Assert.Throws<DataException>(() => Encode(new() { Start = "<start>" }));
        Assert.Equal("Encoding: expected a vocabulary with the start token \"<start>\", got one without. Build the vocabulary with it among its specials, or leave Start out.", error.Message);
    }
}
