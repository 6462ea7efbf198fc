using Unfold.Lab;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Tests.Lab;

public sealed class GradientWaysTests
{
    /// <summary>Many weights, lengths from one word to thirty, all three non-linearities.</summary>
    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void Compare_ManyWeightsAndRaggedLengths_AllWaysAgree(Activation activation)
    {
        var random = new NumpyRandom(7);
        foreach (int length in (int[])[1, 2, 3, 8, 14, 30])
        {
            (int[] words, int[] tags) = (Draw(length, 60), Draw(length, 5));
            foreach (GradientComparison comparison in GradientWays.Compare(Centred(random, activation), words, tags))
            {
                double bound = comparison.Way == "central differences" ? 1e-6 : 1e-9;
                Assert.True(comparison.MaxRelative <= bound, $"{activation}, {length} words: {comparison}");
                Assert.True(comparison.Checked >= 20 || comparison.Parameter == "W_e", $"{comparison}");
            }
        }

        int[] Draw(int count, int below) => [.. Enumerable.Range(0, count).Select(_ => (int)(random.NextDouble() * below))];
    }

    [Fact]
    public void Compare_APlantedErrorInAGradient_IsSeen()
    {
        double[] gradient = [1, -2, 3], wrong = [1, -2, 3.0001];
        GradientComparison comparison = GradientComparison.Of("W_h", "planted", gradient, wrong);

        Assert.Equal(1e-4, comparison.MaxAbsolute, 1e-9);
        Assert.Equal(1e-4 / 3.0001, comparison.MaxRelative, 1e-9);
        Assert.True(double.IsNaN(GradientComparison.Of("W_h", "planted", gradient, [1, double.NaN, 3]).MaxRelative));
    }

    [Fact]
    public void Compare_LeavesTheWeightsAsTheyWere()
    {
        PlainRnn model = Centred(new NumpyRandom(3), Activation.Tanh);
        double[] before = [.. model.Layers.SelectMany(layer => layer.Values.Cast<double>())];
        GradientWays.Compare(model, [1, 2, 3], [0, 1, 2]);
        Assert.Equal(before, model.Layers.SelectMany(layer => layer.Values.Cast<double>()));
    }

    /// <summary>What <c>pos-rnn</c> trains with is the fused layer: after many steps it has the hand-written one's weights.</summary>
    [Fact]
    public void FusedTraining_AfterTwoHundredSentences_HasTheWeightsOfThePlainOne()
    {
        var random = new NumpyRandom(11);
        PlainRnn plain = new(60, 10, 8, 5, new NumpyRandom(1234));
        var module = new TaggerModule(plain);
        var optimizer = new Sgd(module.Parameters, new SgdOptions { LearningRate = 0.1 });
        for (int i = 0; i < 200; i++)
        {
            int length = 1 + (int)(random.NextDouble() * 13);
            int[] words = [.. Enumerable.Range(0, length).Select(_ => (int)(random.NextDouble() * 60))], tags = [.. words.Select(word => word % 5)];
            plain.Update(words, tags, 0.1);
            module.Loss(words, tags).Backward();
            optimizer.Step();
        }
        foreach ((Parameter parameter, (_, double[,] values)) in module.Parameters.Zip(plain.Layers))
        {
            foreach ((double expected, double actual) in values.Cast<double>().Zip(parameter.Value.ToDoubles()))
                Assert.Equal(expected, actual, 1e-12 * Math.Max(1, Math.Abs(expected)));
        }
    }

    static PlainRnn Centred(NumpyRandom random, Activation activation)
    {
        PlainRnn model = new(60, 10, 8, 5, random, activation);
        foreach ((string name, double[,] values) in model.Layers)
        {
            double largest = name == "W_e" ? 0.01 : 1;
            for (int i = 0; i < values.GetLength(0); i++)
            {
                for (int j = 0; j < values.GetLength(1); j++) values[i, j] = 1.2 * ((values[i, j] / largest) - 0.45);
            }
        }
        return model;
    }
}
