using System.Text;

namespace Unfold.Text.Tests;

public class VocabularyTests
{
    static readonly WhitespaceTokenizer Words = new();

    static Vocabulary Build(string text, VocabularyOptions? options = null) => new VocabularyBuilder(Words, options).Add(text).Build();

    [Fact]
    public void Build_Defaults_PutsSpecialsFirstThenCountThenToken()
    {
        var vocabulary = Build("b a c b c d");
        Assert.Equal(["<pad>", "<unk>", "b", "c", "a", "d"], vocabulary.Tokens);
        Assert.Equal([0, 0, 2, 2, 1, 1], vocabulary.Counts.ToArray());
        Assert.Equal((0, 1, 2, 6), (vocabulary.PadIndex, vocabulary.DefaultIndex, vocabulary.SpecialCount, vocabulary.Count));
        Assert.Equal([2, 1, 5], vocabulary.Encode(Words, "b nobody d"));
    }

    [Fact]
    public void Build_EqualCounts_AreInPythonsOrder()
    {
        string[] order = Reference.Load("basic_english.json").GetProperty("order").Strings();
        Assert.Equal(order, Build(string.Join(' ', order.Reverse())).Tokens.Skip(2));
    }

    [Theory, InlineData(VocabularyOrder.FirstSeen), InlineData(VocabularyOrder.CountThenToken)]
    public void AddRange_ManyBlocks_CountsAsOneTextAfterTheOther(VocabularyOrder order)
    {
        var rng = new Rng(1);
        string blanks = new(' ', 2_000); // which make a block of a thousand texts
        string[] texts = [.. Enumerable.Range(0, 5_000).Select(i => $"w{rng.Next(400)} w{rng.Next(3000)} t{i / 7}{blanks}")];
        var options = new VocabularyOptions { Order = order, NGrams = 2 };
        var one = new VocabularyBuilder(Words, options);
        foreach (string text in texts) one.Add(text);
        VocabularyBuilder blocks = new VocabularyBuilder(Words, options).AddRange(texts.Take(3_000)).AddRange(texts.Skip(3_000));

        Assert.Equal((one.TypeCount, one.TokenCount), (blocks.TypeCount, blocks.TokenCount));
        Assert.Equal(one.Build().Tokens, blocks.Build().Tokens);
        Assert.Equal(one.Build().Counts.ToArray(), blocks.Build().Counts.ToArray());
    }

    [Fact]
    public void AddRange_Cancelled_EndsWithinItsBlocks()
    {
        using var cancel = new CancellationTokenSource();
        int asked = 0;
        string text = $"a b{new string(' ', 2_000)}";
        IEnumerable<string> endless = Enumerable.Range(0, int.MaxValue).Select(i =>
        {
            if (++asked == 3_000) cancel.Cancel();
            return text;
        });

        Assert.ThrowsAny<OperationCanceledException>(() => new VocabularyBuilder(Words).AddRange(endless, cancel.Token));
        Assert.Equal(3_000, asked);
    }

    [Fact]
    public void Build_MaxSize_CountsTheSpecials() =>
        Assert.Equal(["<pad>", "<unk>", "b"], Build("b a c b", new() { MaxSize = 3 }).Tokens);

    [Fact]
    public void Build_MinCount_LeavesOutRarerTokensButNoSpecial()
    {
        var vocabulary = Build("a a b <unk>", new() { MinCount = 2 });
        Assert.Equal(["<pad>", "<unk>", "a"], vocabulary.Tokens);
        Assert.Equal([0, 1, 2], vocabulary.Counts.ToArray());
    }

    [Fact]
    public void Build_OtherOrders_NumberByFirstSight()
    {
        const string text = "z y y x x x a a";
        Assert.Equal(["x", "y", "a", "z"], Build(text, new() { Order = VocabularyOrder.CountThenFirstSeen }).Tokens.Skip(2));
        Assert.Equal(["z", "y", "x", "a"], Build(text, new() { Order = VocabularyOrder.FirstSeen }).Tokens.Skip(2));
        Assert.Equal(["y", "x", "a"], Build(text, new() { Order = VocabularyOrder.FirstSeen, MaxSize = 5 }).Tokens.Skip(2));
    }

    [Fact]
    public void Encode_NGrams_AreTheOnesOfTheReferenceInItsOrder()
    {
        var reference = Reference.Load("basic_english.json").GetProperty("ngrams");
        string text = string.Join(' ', reference.GetProperty("tokens").Strings());
        var vocabulary = Build(text, new() { NGrams = 3 });
        Assert.Equal(reference.GetProperty("upTo3").Strings(), vocabulary.Encode(Words, text).Select(id => vocabulary[id]));
        Assert.Equal(9 + 2, vocabulary.Count);
    }

    [Fact]
    public void Encode_Unknown_IsCounted()
    {
        var ids = new List<int>();
        Assert.Equal(2, Build("a").Encode(Words, "a b c a", ids));
        Assert.Equal([2, 1, 1, 2], ids);
    }

    [Fact]
    public void IdOf_NoDefault_NamesTheToken()
    {
        var vocabulary = Build("a", new() { Specials = [], DefaultToken = null });
        var error = Assert.Throws<DataException>(() => vocabulary.IdOf("x"));
        Assert.Equal("Vocabulary: expected one of its 1 tokens, got \"x\". It was built without a default token; " +
            "build it with <unk> among the specials, or leave unknown tokens out.", error.Message);
    }

    [Fact]
    public void TryGetId_ManyTokens_FindsEachWithoutAllocating()
    {
        string[] tokens = [.. Enumerable.Range(0, 20_000).Select(i => $"token{i:x}")];
        var vocabulary = Vocabulary.FromTokens(["<pad>", "<unk>", .. tokens]);
        long least = long.MaxValue;
        int wrong = 0;
        for (int pass = 0; pass < 5; pass++) // the runtime itself may allocate while it compiles this loop anew; a look-up that does would in every pass
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < tokens.Length; i++) wrong += vocabulary.TryGetId(tokens[i].AsSpan(), out int id) && id == i + 2 ? 0 : 1;
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
        Assert.Equal(0, wrong);
        Assert.False(vocabulary.TryGetId("token", out _));
    }

    [Fact]
    public void FromTokens_EveryLengthAndZeros_AreToldApart()
    {
        var tokens = new List<string>();
        for (int length = 0; length <= 20; length++)
        {
            tokens.Add(new string('\0', length));
            tokens.Add(new string('a', length) + "b");
            tokens.Add("b" + new string('a', length + 1));
            tokens.Add("c" + new string('a', length) + "d");
        }
        var vocabulary = Vocabulary.FromTokens(tokens, specialCount: 0, defaultToken: null);
        for (int i = 0; i < tokens.Count; i++)
        {
            Assert.Equal(i, vocabulary.IdOf(tokens[i]));
            Assert.False(vocabulary.TryGetId(tokens[i] + "x", out _));
        }
    }

    [Fact]
    public void Options_OutOfRange_NamesEveryFault()
    {
        var error = Assert.Throws<DataException>(() => new VocabularyBuilder(Words, new() { MinCount = 0, NGrams = 0, MaxSize = 2, DefaultToken = "?" }));
        Assert.Equal("Vocabulary: expected MinCount at least 1, got 0; NGrams of 1 to 16, got 0; MaxSize above the 2 specials, which it counts, got 2; " +
            "DefaultToken among the specials <pad>, <unk>, got \"?\".", error.Message);
    }

    [Fact]
    public void Options_Defaults_AreTheDocumentedOnes()
    {
        var options = new VocabularyOptions();
        Assert.Equal(["<pad>", "<unk>"], options.Specials);
        Assert.Equal(("<unk>", null, 1, 1, VocabularyOrder.CountThenToken), (options.DefaultToken, options.MaxSize, options.MinCount, options.NGrams, options.Order));
    }

    [Fact]
    public void Save_ThenLoad_GivesTheSameVocabulary()
    {
        using var folder = new TemporaryFolder();
        var vocabulary = Build("b a \U0001F600 \"q\" b", new() { NGrams = 2 });
        string path = Path.Combine(folder.Root, "vocabulary.json");
        vocabulary.Save(path);
        var loaded = Vocabulary.Load(path);
        Assert.Equal(vocabulary.Tokens, loaded.Tokens);
        Assert.Equal(vocabulary.Counts.ToArray(), loaded.Counts.ToArray());
        Assert.Equal((vocabulary.DefaultIndex, vocabulary.NGrams, vocabulary.SpecialCount), (loaded.DefaultIndex, loaded.NGrams, loaded.SpecialCount));
        Assert.Equal(["vocabulary.json"], Directory.GetFiles(folder.Root).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("{", "v:1: expected a vocabulary in JSON, got something else")]
    [InlineData("null", "v: expected a vocabulary in JSON, got null")]
    [InlineData("{\"schemaVersion\":9}", "v: expected schemaVersion 1, got 9")]
    [InlineData("{\"schemaVersion\":1}", "v: expected a list \"tokens\", got none")]
    [InlineData("{\"schemaVersion\":1,\"nGrams\":1,\"tokens\":[\"a\"],\"counts\":[]}", "v: expected a count for each of 1 tokens, got 0")]
    [InlineData("{\"schemaVersion\":1,\"nGrams\":1,\"tokens\":[\"a\",\"a\"],\"counts\":[1,1]}", "v: expected every token once, got \"a\" at numbers 0 and 1")]
    [InlineData("{\"schemaVersion\":1,\"nGrams\":1,\"tokens\":[null],\"counts\":[1]}", "v: expected a token at number 0, got null")]
    [InlineData("{\"schemaVersion\":1,\"nGrams\":1,\"tokens\":[\"a\"],\"counts\":[-1]}", "v: expected counts of 0 or more, got -1 at number 0")]
    [InlineData("{\"schemaVersion\":1,\"nGrams\":1,\"tokens\":[\"a\"],\"counts\":[1],\"specials\":2}", "v: expected specials of 0 to 1, got 2")]
    [InlineData("{\"schemaVersion\":1,\"nGrams\":1,\"tokens\":[\"a\"],\"counts\":[1],\"specials\":1,\"defaultIndex\":1}", "v: expected a default index among the 1 specials, got 1")]
    [InlineData("{\"schemaVersion\":1,\"tokens\":[\"a\"],\"counts\":[1],\"nGrams\":0}", "v: expected nGrams of 1 to 16, got 0")]
    [InlineData("{}", "v: expected schemaVersion 1, got 0")]
    [InlineData("{\"tokens\":3}", "v:1: expected a vocabulary in JSON, got something else")]
    public void Load_HostileFile_SaysWhatIsWrong(string json, string fault)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var error = Assert.Throws<DamagedFileException>(() => Vocabulary.Load(stream, "v"));
        Assert.Equal($"{fault}. The file is damaged or was not written by this library; build the vocabulary again.", error.Message);
        Assert.Equal(4, error.ExitCode);
    }

    [Fact]
    public void Load_NoFile_SaysSo()
    {
        var error = Assert.Throws<DataException>(() => Vocabulary.Load("/nowhere/v.json"));
        Assert.Equal("/nowhere/v.json: expected a vocabulary file, got no such file. Check the path, or build the vocabulary again.", error.Message);
    }
}
