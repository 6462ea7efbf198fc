namespace Unfold.Text.Tests;

public class TrainTestSplitTests
{
    [Fact]
    public void Shuffled_TenRowsSeed42_IsScikitLearns()
    {
        // numpy.random.RandomState(42).permutation(10) is 8 1 5 0 7 2 9 4 3 6.
        var split = TrainTestSplit.Shuffled(10, 0.25, 42);
        Assert.Equal([8, 1, 5], split.Test);
        Assert.Equal([0, 7, 2, 9, 4, 3, 6], split.Train);
    }

    [Theory]
    [InlineData(10, 0.0, "Split: expected a held-out share between 0 and 1, got 0. 0.2 holds out a fifth of the rows.")]
    [InlineData(10, double.NaN, "Split: expected a held-out share between 0 and 1, got NaN. 0.2 holds out a fifth of the rows.")]
    [InlineData(1, 0.2, "Split: expected rows in both parts, got 1 rows of which 1 would be held out. Give more rows or another share than 0.2.")]
    public void Shuffled_EmptyPart_SaysSo(int count, double fraction, string message) =>
        Assert.Equal(message, Assert.Throws<DataException>(() => TrainTestSplit.Shuffled(count, fraction, 1)).Message);

    [Fact]
    public void Grouped_Duplicates_StayOnOneSide()
    {
        var corpus = new Corpus(Enumerable.Range(0, 200).Select(i => new LabelledText($"text {i % 120}", "a")));
        var split = TrainTestSplit.Grouped(corpus, 0.2, 3);
        Assert.Equal(Enumerable.Range(0, 200), split.Train.Concat(split.Test).Order());
        Assert.Equal(40, split.Test.Length);
        Assert.Equal(0, SplitOverlap.Measure(corpus.Select(split.Train), corpus.Select(split.Test)).Repeated);
    }

    [Fact]
    public void Grouped_NoDuplicates_IsTheShuffledSplit()
    {
        var corpus = new Corpus(Enumerable.Range(0, 50).Select(i => new LabelledText($"text {i}")));
        var (grouped, shuffled) = (TrainTestSplit.Grouped(corpus, 0.2, 9), TrainTestSplit.Shuffled(50, 0.2, 9));
        Assert.Equal(shuffled.Train, grouped.Train);
        Assert.Equal(shuffled.Test, grouped.Test);
    }

    [Fact]
    public void Grouped_OneTextOnly_SaysSo()
    {
        var corpus = new Corpus(Enumerable.Repeat(new LabelledText("same"), 5), "f.csv");
        Assert.Equal("f.csv: expected a split into two parts with no text in both, got 5 rows to train on and 0 held out. " +
            "Too many rows have the same text; split by rows, or give a held-out file.", Assert.Throws<DataException>(() => TrainTestSplit.Grouped(corpus, 0.2, 1)).Message);
    }

    [Fact]
    public void Overlap_RepeatedTexts_AreCountedByLabel()
    {
        var overlap = SplitOverlap.Measure(
            new Corpus([new("a", "0"), new("b", "1")]), new Corpus([new("a", "0"), new("a", "0"), new("b", "1"), new("c", "1")]));
        Assert.Equal((3, 4), (overlap.Repeated, overlap.Total));
        Assert.Equal(((2, 2), (1, 2)), (overlap.ByLabel["0"], overlap.ByLabel["1"]));
        Assert.Equal("3 of 4 held-out texts occur word for word in the training part: scores on them measure memory. Split by groups to avoid it.", overlap.ToString());
    }

    [Fact]
    public void RealTweets_PublishedSplit_GivesThePublishedFigures()
    {
        if (RealData.Folder is not { } folder) return;
        var corpus = RealData.Twitter(folder).Read();
        Assert.Equal((31_962, 0), (corpus.Count, corpus.EmptyTexts));
        var split = TrainTestSplit.Shuffled(corpus.Count, 0.2, 42);
        var (train, validation) = (corpus.Select(split.Train), corpus.Select(split.Test));
        Assert.Equal((25_569, 6_393), (train.Count, validation.Count));
        Assert.Equal(0.92867, validation.Rows.Count(row => row.Label == "0") / 6_393.0, 5);

        var tokenizer = new BasicEnglishTokenizer();
        var builder = new VocabularyBuilder(tokenizer, new() { MaxSize = 10_000 }).AddRange(train.Rows.Select(row => row.Text));
        Assert.Equal(45_477, builder.TypeCount);
        var vocabulary = builder.Build();
        Assert.Equal(10_000, vocabulary.Count);
        var encoded = EncodedCorpus.Encode(validation, tokenizer, vocabulary, LabelSet.From(corpus));
        Assert.Equal(0.126, encoded.Counts.UnknownShare, 3);

        var overlap = SplitOverlap.Measure(train, validation);
        Assert.Equal((609, 6_393), (overlap.Repeated, overlap.Total));
        Assert.Equal((50, 456), overlap.ByLabel["1"]);
        var grouped = TrainTestSplit.Grouped(corpus, 0.2, 42);
        Assert.Equal(0, SplitOverlap.Measure(corpus.Select(grouped.Train), corpus.Select(grouped.Test)).Repeated);
        Assert.Equal(6_393, grouped.Test.Length);
        Assert.Equal(10_756, corpus.RepairMojibake().RepairedTexts);
    }
}
