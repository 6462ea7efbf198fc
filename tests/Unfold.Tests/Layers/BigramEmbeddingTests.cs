using Unfold.Nn;

namespace Unfold.Tests.Layers;

public class BigramEmbeddingTests
{
    static readonly int[][] Texts = [[5, 6, 7], [6, 7], [], [5, 6, 7, 7]];

    [Fact]
    public void Forward_SamePair_SameVectorWhereverItStands()
    {
        var bigrams = new BigramEmbedding(1000, 3, new Rng(1));
        SequenceBatch batch = SequenceBatch.FromIds(Texts);
        float[] values = bigrams.Forward(batch).Values.ToFloats();
        float[] table = bigrams.Weight.Value.ToFloats();
        for (int text = 0; text < Texts.Length; text++)
        {
            for (int step = 0; step < Texts[text].Length; step++)
            {
                int row = bigrams.RowOf(step == 0 ? -1 : Texts[text][step - 1], Texts[text][step]), packed = batch.Layout.Row(text, step);
                Assert.Equal(table[(3 * row)..(3 * (row + 1))], values[(3 * packed)..(3 * (packed + 1))]);
            }
        }
        Assert.NotEqual(bigrams.RowOf(6, 7), bigrams.RowOf(7, 6));
        Assert.NotEqual(bigrams.RowOf(-1, 7), bigrams.RowOf(6, 7));
    }

    /// <summary>SplitMix64's finalizer of (1, 2), worked out with Python's integers.</summary>
    [Fact]
    public void RowOf_Pair_IsTheHashThatIsDocumented()
    {
        Assert.Equal(188_078, new BigramEmbedding(1 << 18, 1, new Rng(1)).RowOf(1, 2));
        Assert.Equal(65_902, new BigramEmbedding(1 << 18, 1, new Rng(1)).RowOf(-1, 24_999));
    }

    [Fact]
    public void RowOf_ManyPairs_SpreadEvenlyOverAllRowsButTheFirst()
    {
        var bigrams = new BigramEmbedding(101, 1, new Rng(1));
        var hits = new int[101];
        for (int first = 0; first < 200; first++)
        {
            for (int second = 0; second < 200; second++) hits[bigrams.RowOf(first, second)]++;
        }
        Assert.Equal(0, hits[0]);
        Assert.InRange(hits.Skip(1).Sum(count => Math.Pow(count - 400, 2) / 400), 62, 145); // chi-square of 99 degrees of freedom: 0.1 % on either side
    }

    [Fact]
    public void Forward_Padding_IsZeroAndGetsNoGradient()
    {
        var bigrams = new BigramEmbedding(50, 2, new Rng(1), paddingIndex: 0);
        SequenceTensor vectors = bigrams.Forward(SequenceBatch.FromIds([[5, 0, 0, 6]]));
        Assert.Equal([0f, 0, 0, 0], vectors.Values.ToFloats()[2..6]);
        Ops.Sum(vectors.Values).Backward();
        Assert.True(bigrams.Weight.Gradient.IsRowSparse);
        Assert.Equal([bigrams.RowOf(-1, 5), bigrams.RowOf(0, 6)], bigrams.Weight.Gradient.Rows.ToArray());
    }

    [Theory]
    [InlineData(1, 2, 1.0)]
    [InlineData(2, 0, 1.0)]
    [InlineData(2, 2, -0.1)]
    public void Constructor_SenselessSize_IsRefused(int rows, int width, double deviation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BigramEmbedding(rows, width, new Rng(1), deviation: deviation));
}
