using Unfold.Nn;

namespace Unfold.Tests.Layers;

public class RegularizationTests
{
    [Fact]
    public void VariationalDropout_WhileTraining_DropsTheSameFeaturesAtEveryStep()
    {
        var dropout = new VariationalDropout(0.5, new Rng(3));
        SequenceTensor x = SequenceTensor.FromDense(Init.Constant(1, new Shape(3, 6, 40)), [6, 2, 4]);
        float[] y = dropout.Forward(x).ToDense().ToFloats();
        float[] masks = [.. y[..40], .. y[240..280], .. y[480..520]];
        Assert.Equal([0f, 2f], masks.Distinct().Order());
        Assert.InRange(masks.Count(m => m == 0), 40, 80); // of 120
        Assert.NotEqual(masks[..40], masks[40..80]); // each text has coins of its own
        for (int text = 0; text < 3; text++)
        {
            for (int t = 0; t < x.Layout.Lengths[text]; t++) Assert.Equal(masks.AsSpan(40 * text, 40).ToArray(), y.AsSpan((text * 240) + (t * 40), 40).ToArray());
        }
    }

    [Fact]
    public void VariationalDropout_OtherTextsInTheBatch_DoNotChangeTheCoins()
    {
        float[] First(params int[] lengths) => Ops.VariationalDropout(SequenceTensor.FromDense(Init.Constant(1, new Shape(lengths.Length, 9, 8)), lengths), 0.5, new Rng(3)).ToDense().ToFloats()[..8];
        Assert.Equal(First(2), First(2, 9, 5));
    }

    [Fact]
    public void VariationalDropout_NotTraining_GivesTheInput()
    {
        var dropout = new VariationalDropout(0.5, new Rng(3));
        SequenceTensor x = SequenceTensor.FromDense(Init.Constant(1, new Shape(1, 2, 2)));
        Assert.Equal(x.Values.ToFloats(), Tape.NoGrad(() => dropout.Forward(x).Values.ToFloats()));
        dropout.Eval();
        Assert.Same(x.Values, dropout.Forward(x).Values);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void WordDropout_WhileTraining_ReplacesAboutItsShare(bool byType)
    {
        int[] text = [.. Enumerable.Range(0, 4000).Select(i => 10 + (i % 1000))];
        var dropout = new WordDropout(0.3, new Rng(4), replacement: 1, byType);
        SequenceBatch batch = SequenceBatch.FromIds([text, text[..7]]);
        int[] ids = dropout.Forward(batch).Ids.ToArray();
        Assert.InRange(ids.Count(id => id == 1), 1000, 1400);
        Assert.Equal(text.Concat(text[..7]).Order(), batch.Ids.ToArray().Order()); // the batch itself stays as it is
        int[][] places = [.. Enumerable.Range(0, 1000).Select(type => Enumerable.Range(0, 4).Select(k => ids[batch.Layout.Row(0, type + (1000 * k))]).ToArray())];
        Assert.Equal(byType, places.All(place => place.Distinct().Count() == 1)); // all places of a word together, or each by itself
    }

    [Fact]
    public void WordDropout_NotTraining_GivesTheBatch()
    {
        var dropout = new WordDropout(0.9, new Rng(4), replacement: 1);
        SequenceBatch batch = SequenceBatch.FromIds([[5, 6, 7]]);
        Assert.Same(batch, Tape.NoGrad(() => dropout.Forward(batch)));
        dropout.Eval();
        Assert.Same(batch, dropout.Forward(batch));
    }
}
