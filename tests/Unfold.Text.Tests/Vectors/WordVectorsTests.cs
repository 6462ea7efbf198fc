namespace Unfold.Text.Tests;

public sealed class WordVectorsTests
{
    static WordVectors Read(string text, int most = int.MaxValue, Func<string, bool>? keep = null)
    {
        using TemporaryFolder folder = new();
        return WordVectors.Read(folder.Write("v.txt", text), most, keep);
    }

    [Fact]
    public void Read_GloveAndFastText_AreTheSame()
    {
        foreach (string head in (string[])["", "4 2\n"])
        {
            WordVectors vectors = Read(head + "the 0.5 -1\n, 1e-2 2 \nthe 9 9\n. . 3 4\n");
            Assert.Equal(["the", ",", ". ."], vectors.Words);
            Assert.Equal(2, vectors.Width);
            Assert.Equal([0.5f, -1], vectors["the"].ToArray());
            Assert.Equal([3, 4], vectors[". ."].ToArray());
            Assert.True(vectors["nothing"].IsEmpty && !vectors.Has("nothing"));
        }
    }

    [Fact]
    public void Read_SomeWordsOnly_KeepsThem()
    {
        Assert.Equal(["a", "b"], Read("a 1\nb 2\nc 3\n", most: 2).Words);
        Assert.Equal(["c"], Read("a 1\nb 2\nc 3\n", keep: word => word == "c").Words);
    }

    [Theory]
    [InlineData("a 1 2\nb 1\n", "v.txt:2: expected a word and 2 numbers with spaces between, got b 1.")]
    [InlineData("a\n", "v.txt:1: expected a word and its numbers with spaces between, got a.")]
    [InlineData("a 1 x\n", "v.txt:1: expected finite numbers behind \"a\", got \"x\".")]
    [InlineData("a 1 NaN\n", "v.txt:1: expected finite numbers behind \"a\", got \"NaN\".")]
    [InlineData("", "v.txt: expected at least one word with its vector, got none.")]
    public void Read_WhatIsNoVector_NamesTheLine(string text, string message) => Assert.Contains(message, Assert.Throws<DataException>(() => Read(text)).Message);

    [Fact]
    public void Read_TheSubsetOfGlove_HasItsWords()
    {
        if (RealData.Folder is not { } data) return;
        WordVectors vectors = WordVectors.Read(Path.Combine(data, "glove", "glove.6B.50d.subset13k.txt.gz"));
        Assert.Equal((13_603, 50, "the"), (vectors.Words.Count, vectors.Width, vectors.Words[0]));
        Assert.Equal(0.418f, vectors["the"][0]);
    }
}
