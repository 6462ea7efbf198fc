using System.Text;

namespace Unfold.Text.Tests;

public class BasicEnglishTokenizerTests
{
    static readonly BasicEnglishTokenizer Tokenizer = new();

    [Fact]
    public void Tokenize_TextsOfThePythonReference_GivesItsTokens()
    {
        int cases = 0;
        foreach (var item in Reference.Load("basic_english.json").GetProperty("texts").EnumerateArray())
        {
            Assert.Equal(item.GetProperty("tokens").Strings(), Tokenizer.Tokenize(item.GetProperty("text").GetString()));
            cases++;
        }
        Assert.True(cases > 200);
    }

    [Theory]
    [InlineData("You can't, can you?", "you can ' t , can you ?")]
    [InlineData("a\"b\" \"c", "ab c")]
    [InlineData("one<br />two<BR />three<br/>", "one two three<br/>")]
    [InlineData("x<b\"r />y", "x y")]
    [InlineData("#a @b-c/d; e: f", "#a @b-c/d e f")]
    [InlineData("a\u0085b\u00A0c\u001Cd\u200Be", "a b c d\u200Be")]
    [InlineData(" \t\n", "")]
    public void Tokenize_EachRule_GivesTheTokensWorkedOutByHand(string text, string tokens) =>
        Assert.Equal(tokens.Split(' ', StringSplitOptions.RemoveEmptyEntries), Tokenizer.Tokenize(text));

    [Fact]
    public void Tokenize_GeneratedTexts_AgreesWithTheLiteralRules()
    {
        string[] pieces = ["a", "B", "z", "Q", " ", "  ", ".", ",", "'", "\"", "(", ")", ";", ":", "!", "?", "<", ">", "/", "br", "<br />", "<br", " />", "\"/>",
            "\u0085", "\u00A0", "\u001D", "\u00E9", "\u00C9", "\u0130", "\u03A3", "\u0301", "\U0001F600", "\U00010400", "\uD800", "\uDC00", "\t", "\r\n", "0", "#", "\0"];
        var rng = new Rng(5);
        for (int i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            for (int n = rng.Next(30); n >= 0; n--) text.Append(pieces[rng.Next(pieces.Length)]);
            Assert.Equal(LiteralBasicEnglish.Tokenize(text.ToString()), Tokenizer.Tokenize(text.ToString()));
        }
    }

    [Fact]
    public void Tokenize_TextBeyondTheStackBuffer_GivesEveryToken()
    {
        string text = string.Concat(Enumerable.Repeat("Word\u0130, ", 5_000));
        Assert.Equal(LiteralBasicEnglish.Tokenize(text), Tokenizer.Tokenize(text));
    }

    [Fact]
    public void Tokenize_RealTweets_AgreesWithTheLiteralRules()
    {
        if (RealData.Folder is not { } folder) return;
        foreach (var row in RealData.Twitter(folder).Read().Rows) Assert.Equal(LiteralBasicEnglish.Tokenize(row.Text), Tokenizer.Tokenize(row.Text));
    }

    [Fact]
    public void Tokenize_OnceWarm_AllocatesNothing()
    {
        string text = string.Concat(Enumerable.Repeat("It's \"here\", isn't it? <br /> Caf\u00C9. ", 10));
        var sink = new CountingSink();
        Tokenizer.Tokenize(text, ref sink);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Tokenizer.Tokenize(text, ref sink);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(101 * Tokenizer.Tokenize(text).Count, sink.Count);
    }

    struct CountingSink : ITokenSink
    {
        public int Count { get; private set; }

        public void Add(scoped ReadOnlySpan<char> token) => Count++;
    }
}
