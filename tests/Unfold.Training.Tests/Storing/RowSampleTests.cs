using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training.Tests.Storing;

public class RowSampleTests
{
    static readonly Corpus Texts = new(Enumerable.Range(0, 10_000).Select(i => new LabelledText($"text {i:0000}", "a", i + 1)));

    [Fact]
    public void Rows_OfAPartThatIsLarger_AreDrawnEvenlyAndTheSameAgain()
    {
        int[] rows = new RowSample(1_000, long.MaxValue, Seed: 3).Rows(Texts, CancellationToken.None)!;
        Assert.Equal(rows, new RowSample(1_000, long.MaxValue, Seed: 3).Rows(Texts, CancellationToken.None));
        Assert.NotEqual(rows, new RowSample(1_000, long.MaxValue, Seed: 4).Rows(Texts, CancellationToken.None));
        Assert.Equal(Enumerable.Range(0, 1_000), rows.Select(row => row / 10)); // one of each ten
        Assert.Equal(Enumerable.Range(0, 10), rows.Select(row => row % 10).Distinct().Order());
    }

    [Fact]
    public void Rows_OfLongTexts_AreFewer()
    {
        Assert.Equal(Enumerable.Range(0, 100), new RowSample(1_000, 900, Seed: 3).Rows(Texts, CancellationToken.None)!.Select(row => row / 100));
        Assert.Null(new RowSample(10_000, 90_000, Seed: 3).Rows(Texts, CancellationToken.None));
        Assert.Equal(9_999, new RowSample(10_000, 89_999, Seed: 3).Rows(Texts, CancellationToken.None)!.Length);
    }

    [Fact]
    public void Of_ARecipe_LooksAtAllRowsOfPublicSets()
    {
        RowSample sample = RowSample.Of(new Recipe());
        Assert.Equal((200_000, 100_000_000L), (sample.Most, sample.MostCharacters));
        Assert.Same(Texts, sample.Take(Texts, CancellationToken.None));
        Assert.ThrowsAny<OperationCanceledException>(() => sample.Take(Texts, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Audit_OfASample_SaysHowManyAndFindsAboutTheSameShares()
    {
        TrainingData rows = Reviews.Data(8_000);
        PreparedData data = PreparedData.Encode(Reviews.Recipe, rows);
        AuditDocument all = DataAudit.Of(data, TrainedModel.Encoding(Reviews.Recipe.Text), texts: true, RowSample.All, default);
        AuditDocument some = DataAudit.Of(data, TrainedModel.Encoding(Reviews.Recipe.Text), texts: true, new RowSample(2_000, long.MaxValue, Seed: 1), default);
        Assert.Equal((null, new AuditSample(2_000, 2_000)), (all.Sample, some.Sample));
        Assert.Equal(all.Imbalance, some.Imbalance);
        Assert.Equal(all.Lengths!.Median, some.Lengths!.Median, 1.0);
        Assert.Equal((4_000, 2_000), (all.Validation!.Texts, some.Validation!.Texts));
        Assert.InRange(some.Validation.Share, 0.0, all.Validation.Share);
        Assert.Equal(some.Validation.Repeated, some.Validation.Share * 2_000, 1e-9);
    }

    [Fact]
    public void Baselines_OfASample_SayOnHowManyRowsTheyWereFitted()
    {
        PreparedData data = PreparedData.Encode(Reviews.Recipe, Reviews.Data(400));
        foreach ((int most, double? rows) in (ReadOnlySpan<(int, double?)>)[(100, 100), (400, null)])
        {
            BaselineDocument words = Baselines.All(
                new BaselineRecipe(), new RowSample(most, long.MaxValue, Seed: 1), data.Rows.Train, data.Rows.Validation, test: null, data.Train, data.Validation, data.Labels, data.Tokenizer, default)[^1];
            Assert.Equal(("bag-of-words", rows), (words.Name, words.Metrics.Find("rows")));
            Assert.True(words.Metrics.Accuracy > 0.9);
        }
    }
}
