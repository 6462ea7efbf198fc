namespace Unfold.Text.Tests;

public sealed class ConllSourceTests
{
    static TaggedCorpus Read(string text, int word = 0, int tag = -1)
    {
        using TemporaryFolder folder = new();
        return new ConllSource(folder.Write("a.conll", text), word, tag).Read();
    }

    [Fact]
    public void Read_SpacesOrTabs_TakesTheNamedColumns()
    {
        TaggedCorpus corpus = Read("-DOCSTART- -X- O\n\nEU NNP B-ORG\nrejects VBZ O\n\nPeter NNP B-PER\n");

        Assert.Equal(["EU", "rejects"], corpus.Sentences[0].Words);
        Assert.Equal(["B-ORG", "O"], corpus.Sentences[0].Tags);
        Assert.Equal(6, corpus.Sentences[1].Line);
        Assert.Equal(["NNP", "VBZ"], Read("1\tEU\t_\tNNP\n2\trejects\t_\tVBZ\n", 1, 3).Sentences[0].Tags);
    }

    [Fact]
    public void Where_LengthsAndNumber_KeepsTheFirstThatFit()
    {
        TaggedCorpus corpus = Read("a x\n\na x\nb y\n\na x\nb y\nc x\n\nd x\ne y\n").Where(2, 3, most: 2);
        Assert.Equal([2, 3], corpus.Sentences.Select(sentence => sentence.Words.Count));
        Assert.Equal(["x", "y"], corpus.TagNames);
    }

    [Theory]
    [InlineData("a\n", 0, -1, "a.conll:1: expected at least 2 columns, got 1.")]
    [InlineData("a x\n", 0, 3, "a.conll:1: expected at least 4 columns, got 2.")]
    [InlineData("a x y\nb x\n", 0, -1, "a.conll:2: expected 3 columns as in the lines before, got 2.")]
    [InlineData("a\t\n", 0, -1, "a.conll:1: expected a word and its tag, got an empty column.")]
    public void Read_WhatDoesNotFit_NamesTheLine(string text, int word, int tag, string message)
    {
        var error = Assert.Throws<DataException>(() => Read(text, word, tag));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Corpus_ASentenceWithoutWords_IsRefused()
    {
        var error = Assert.Throws<DataException>(() => new TaggedCorpus([new(["a"], ["x"], 3), new([], [], 5)], "f"));
        Assert.Equal("f:5: expected a tag for each of at least one word, got 0 words and 0 tags.", error.Message);
    }
}
