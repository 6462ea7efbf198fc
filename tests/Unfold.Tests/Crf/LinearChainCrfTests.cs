using Unfold.Nn;

namespace Unfold.Tests.Crf;

public sealed class LinearChainCrfTests
{
    const int Tags = 3;
    static readonly int[] Lengths = [2, 5, 0, 1, 4];
    static readonly SequenceLayout Layout = SequenceLayout.Of(Lengths);

    static LinearChainCrf Field(double scale = 8)
    {
        LinearChainCrf field = new(Tags, new Rng(3));
        field.To(DType.Float64);
        foreach (Parameter parameter in field.Parameters)
        {
            foreach (ref double value in parameter.Value.Span<double>()) value *= scale;
        }
        return field;
    }

    static double[] Emissions(ulong seed = 5)
    {
        Rng rng = new(seed);
        return [.. Enumerable.Range(0, Layout.TotalSteps * Tags).Select(_ => 2 * rng.NextNormal())];
    }

    static int[] Right()
    {
        Rng rng = new(9);
        return [.. Enumerable.Range(0, Layout.TotalSteps).Select(_ => rng.Next(Tags))];
    }

    static SequenceTensor Packed(double[] emissions, bool requiresGrad = false) =>
        new(Layout, Tensor.From(emissions, new Shape(Layout.TotalSteps, Tags), requiresGrad));

    /// <summary>The score of a path, by the definition.</summary>
    static double Score(LinearChainCrf field, double[] emissions, int sentence, int[] path)
    {
        double[] start = field.Start.Value.ToDoubles(), end = field.End.Value.ToDoubles(), transitions = field.Transitions.Value.ToDoubles();
        double score = start[path[0]] + end[path[^1]];
        for (int t = 0; t < path.Length; t++)
        {
            score += emissions[(Layout.Row(sentence, t) * Tags) + path[t]];
            if (t > 0) score += transitions[(path[t - 1] * Tags) + path[t]];
        }
        return score;
    }

    static IEnumerable<int[]> Paths(int length) => Enumerable.Range(0, (int)Math.Pow(Tags, length))
        .Select(number => Enumerable.Range(0, length).Select(t => number / (int)Math.Pow(Tags, t) % Tags).ToArray());

    [Fact]
    public void Loss_IsMinusTheLogarithmOfThePathsShareOfAllPaths()
    {
        LinearChainCrf field = Field();
        double[] emissions = Emissions();
        int[] right = Right();
        double expected = 0;
        for (int s = 0; s < Lengths.Length; s++)
        {
            if (Lengths[s] == 0) continue;
            int[] path = [.. Enumerable.Range(0, Lengths[s]).Select(t => right[Layout.Row(s, t)])];
            expected += Math.Log(Paths(Lengths[s]).Sum(other => Math.Exp(Score(field, emissions, s, other)))) - Score(field, emissions, s, path);
        }

        Assert.Equal(expected / Layout.TotalSteps, field.Loss(Packed(emissions), right).Item(), 12);
    }

    [Fact]
    public void Gradient_OfEverything_EqualsCentralDifferences()
    {
        LinearChainCrf field = Field();
        Tensor emissions = Packed(Emissions(), requiresGrad: true).Values;
        int[] right = Right();
        foreach (GradientCheckEntry entry in GradientCheck.Run(() => field.Loss(new SequenceTensor(Layout, emissions), right), field.Parameters, [("emissions", emissions)]))
            Assert.True(entry.MaxRelativeError < 1e-7, $"{entry}");
    }

    [Fact]
    public void Decode_IsTheBestOfAllPaths()
    {
        LinearChainCrf field = Field();
        for (ulong seed = 1; seed < 20; seed++)
        {
            double[] emissions = Emissions(seed);
            int[] best = field.Decode(Packed(emissions));
            for (int s = 0; s < Lengths.Length; s++)
            {
                if (Lengths[s] == 0) continue;
                int[] path = [.. Enumerable.Range(0, Lengths[s]).Select(t => best[Layout.Row(s, t)])];
                Assert.Equal(Paths(Lengths[s]).Max(other => Score(field, emissions, s, other)), Score(field, emissions, s, path), 12);
            }
        }
    }

    [Fact]
    public void Loss_WithoutTransitions_IsCrossEntropy()
    {
        LinearChainCrf field = Field(scale: 0);
        double[] emissions = Emissions();
        Tensor logits = Packed(emissions).Values;
        Assert.Equal(CrossEntropy.WithLogits(logits, Right()).Item(), field.Loss(Packed(emissions), Right()).Item(), 12);
    }

    /// <summary>Scores of ±500 a word over a thousand words would leave the range of a double by far, were nothing scaled.</summary>
    [Fact]
    public void Loss_OfLongSentencesAndLargeScores_StaysFinite()
    {
        LinearChainCrf field = Field(scale: 300);
        SequenceLayout layout = SequenceLayout.Of([1000]);
        Rng rng = new(1);
        double[] values = [.. Enumerable.Range(0, 1000 * Tags).Select(_ => 500 * rng.NextNormal())];
        Tensor emissions = Tensor.From(values, new Shape(1000, Tags), requiresGrad: true);
        int[] best = field.Decode(new SequenceTensor(layout, emissions));
        Tensor loss = field.Loss(new SequenceTensor(layout, emissions), best);

        Assert.InRange(loss.Item(), 0, 1);
        loss.Backward();
        Assert.All(emissions.Grad!.ToDoubles(), value => Assert.InRange(value, -1, 1));
    }

    [Fact]
    public void Loss_InFloat32_IsNearTheDoubleOne()
    {
        LinearChainCrf field = Field();
        double expected = field.Loss(Packed(Emissions()), Right()).Item();
        field.To(DType.Float32);
        float[] emissions = [.. Emissions().Select(value => (float)value)];
        Assert.Equal(expected, field.Loss(new SequenceTensor(Layout, Tensor.From(emissions, new Shape(Layout.TotalSteps, Tags))), Right()).Item(), 5);
    }

    [Fact]
    public void Loss_WrongShapes_SayWhatIsExpected()
    {
        LinearChainCrf field = Field();
        var shape = Assert.Throws<ShapeException>(() => field.Loss(new SequenceTensor(Layout, Tensor.Zeros(new Shape(Layout.TotalSteps, 4), DType.Float64)), Right()));
        Assert.Equal("LinearChainCrf: expected emissions [N, 3], got [12, 4]. Give the layer before it as many outputs as there are tags.", shape.Message);
        var count = Assert.Throws<ShapeException>(() => field.Loss(Packed(Emissions()), [0, 1]));
        Assert.Equal("LinearChainCrf: expected a tag for each of the 12 rows, at least one, got 2. Pack the tags as the emissions are.", count.Message);
        int[] wrong = [.. Right().Select(_ => 3)];
        Assert.Throws<ArgumentOutOfRangeException>(() => field.Loss(Packed(Emissions()), wrong));
    }
}
