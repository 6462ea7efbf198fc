namespace Unfold.Text.Tests;

public sealed class ConlluSourceTests
{
    static string Word(string id, string word, string upos = "NOUN", string xpos = "NN") => $"{id}\t{word}\t_\t{upos}\t{xpos}\t_\t_\t_\t_\t_\n";

    static TaggedCorpus Read(string text, ConlluTag tag = ConlluTag.Upos)
    {
        using TemporaryFolder folder = new();
        return new ConlluSource(folder.Write("a.conllu", text), tag).Read();
    }

    [Fact]
    public void Read_MultiWordTokensAndEmptyNodes_ArePassedOver()
    {
        string text = "# sent_id = 1\n# text = I don't\n" + Word("1", "I", "PRON", "PRP") + Word("2-3", "don't", "_", "_") + Word("2", "do", "AUX", "VBP") + Word("3", "n't", "PART", "RB") + Word("3.1", "go", "_", "_") + "\n"
            + Word("1", "Go", "VERB", "VB");
        TaggedCorpus corpus = Read(text);

        Assert.Equal(2, corpus.Sentences.Count);
        Assert.Equal(["I", "do", "n't"], corpus.Sentences[0].Words);
        Assert.Equal(["PRON", "AUX", "PART"], corpus.Sentences[0].Tags);
        Assert.Equal(3, corpus.Sentences[0].Line);
        Assert.Equal(["Go"], corpus.Sentences[1].Words);
        Assert.Equal(["PRP", "VBP", "RB"], Read(text, ConlluTag.Xpos).Sentences[0].Tags);
    }

    [Fact]
    public void Read_WindowsLineEndsAndGzip_AreTheSame()
    {
        using TemporaryFolder folder = new();
        TaggedCorpus corpus = new ConlluSource(folder.WritePacked("a.conllu.gz", (Word("1", "naïve", "ADJ") + Word("2", "🙂", "SYM") + "\n").Replace("\n", "\r\n"))).Read();
        Assert.Equal(["naïve", "🙂"], Assert.Single(corpus.Sentences).Words);
    }

    [Theory]
    [InlineData("1\ta\tb\n", "a.conllu:1: expected 10 columns with tabs between them, got 3 columns.")]
    [InlineData("a b c\n", "a.conllu:1: expected 10 columns with tabs between them, got a b c.")]
    [InlineData("W1W3", "a.conllu:2: expected word number 2, got \"3\".")]
    [InlineData("W1W2-1", "a.conllu:2: expected the range of a multi-word token that begins with 2, got \"2-1\".")]
    [InlineData("W1-3W2-3", "a.conllu:2: expected the range of a multi-word token that begins with 1 (words up to 3 belong to one already), got \"2-3\".")]
    [InlineData("W1-3W1W2", "a.conllu:3: expected words up to number 3, which a multi-word token announced, got the end of the sentence after 2.")]
    [InlineData("W1W7.1", "a.conllu:2: expected an empty node behind word 1 (1.1, 1.2, …), got \"7.1\".")]
    [InlineData("W1# text\n", "a.conllu:2: expected a word, or a blank line before the next sentence's comments, got # text.")]
    [InlineData("1\ta\t_\t_\tNN\t_\t_\t_\t_\t_\n", "a.conllu:1: expected a tag in column 4 (UPOS), got \"_\".")]
    [InlineData("# nothing\n", "a.conllu: expected at least one sentence, got none. Check that this is the file you meant.")]
    public void Read_WhatIsNotConllu_NamesTheLine(string text, string message)
    {
        text = System.Text.RegularExpressions.Regex.Replace(text, @"W(?<id>[\d.-]+)", match => Word(match.Groups["id"].Value, "w"), System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var error = Assert.Throws<DataException>(() => Read(text));
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("train", 12_544, 204_577)]
    [InlineData("dev", 2_001, 25_147)]
    [InlineData("test", 2_077, 25_094)]
    public void Read_EnglishWebTreebank_HasTheWordsThatAreNumberedInIt(string part, int sentences, int words)
    {
        if (RealData.Folder is not { } data) return;
        TaggedCorpus corpus = new ConlluSource(Path.Combine(data, "ud_ewt", $"en_ewt-ud-{part}.conllu.gz")).Read();

        Assert.Equal((sentences, words, 17), (corpus.Sentences.Count, corpus.WordCount, corpus.TagNames.Count));
    }
}
