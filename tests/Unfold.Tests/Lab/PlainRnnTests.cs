using System.Text.Json;
using Unfold.Lab;
using Unfold.Nn;

namespace Unfold.Tests.Lab;

public sealed class PlainRnnTests
{
    static readonly (int[] Words, int[] Tags)[] Sentences = [([3, 17, 3, 39, 0, 21, 8], [1, 0, 1, 3, 2, 2, 0]), ([5], [3]), ([11, 11, 12, 2], [0, 0, 2, 1])];

    static PlainRnn Small(Activation activation = Activation.Sigmoid) => new(40, 6, 5, 4, new NumpyRandom(1234), activation);

    [Fact]
    public void Weights_OfTheToolkitsSeed_AreItsToTheLastBit()
    {
        PlainRnn model = new(4786, 50, 20, 12, new NumpyRandom(1234));

        Assert.Equal(240_940, model.ParameterCount);
        Assert.Equal(0.6374233957270082, model.Wy[0, 0]);
        Assert.Equal(ReferenceNumbers.Load("lab.json").GetProperty("toolkitWy00").GetDouble(), model.Wy[0, 0]);
        Assert.Equal(0.01 * 0.1915194503788923, model.We[0, 0]);
    }

    [Theory]
    [InlineData(0, Activation.Sigmoid)]
    [InlineData(1, Activation.Tanh)]
    [InlineData(2, Activation.Relu)]
    public void StepsOfGradientDescent_GiveThePrintedNumbersOfPyTorch(int index, Activation activation)
    {
        JsonElement reference = ReferenceNumbers.Load("lab.json").GetProperty("cases")[index];
        PlainRnn model = Small(activation);
        foreach (((int[] words, int[] tags), JsonElement step) in Sentences.Concat(Sentences).Zip(reference.GetProperty("steps").EnumerateArray()))
        {
            Near(step.GetProperty("loss").GetDouble(), model.Loss(words, tags));
            PlainRnnGradients gradients = model.Backward(words, tags);
            for (int layer = 0; layer < 4; layer++)
            {
                double[] values = [.. gradients.Layers[layer].Values.Cast<double>()];
                Near(step.GetProperty("gradientSums")[layer].GetDouble(), values.Sum());
                Near(step.GetProperty("gradientSquares")[layer].GetDouble(), values.Sum(value => value * value));
            }
            model.Update(words, tags, 0.1);
        }
        foreach ((double expected, double actual) in reference.GetProperty("finalWy").Doubles().Zip(model.Wy.Cast<double>())) Near(expected, actual);
        foreach ((double expected, double actual) in reference.GetProperty("finalWh").Doubles().Zip(model.Wh.Cast<double>())) Near(expected, actual);
    }

    /// <summary>One word, one unit: h = σ(0.5 · 2), two tags with logits h and −h; every gradient by hand.</summary>
    [Fact]
    public void Backward_OfOneWordAndOneUnit_IsTheChainRuleByHand()
    {
        PlainRnn model = new(new double[,] { { 2 } }, new double[,] { { 0.5 } }, new double[,] { { 3 } }, new double[,] { { 1 }, { -1 } });
        double h = 1 / (1 + Math.Exp(-1)), p = 1 / (1 + Math.Exp(-2 * h));

        Near(-Math.Log(p), model.Loss([0], [0]));
        PlainRnnGradients gradients = model.Backward([0], [0]);
        Near((p - 1) * h, gradients.Wy[0, 0]);
        Near((1 - p) * h, gradients.Wy[1, 0]);
        double dz = ((p - 1) - (1 - p)) * h * (1 - h);
        Near(dz * 2, gradients.Wx[0, 0]);
        Near(dz * 0.5, gradients.We[0, 0]);
        Assert.Equal(0, gradients.Wh[0, 0]);
    }

    [Fact]
    public void Predict_TwoEqualTags_TakesTheFirst() =>
        Assert.Equal([0, 0], new PlainRnn(new double[1, 1], new double[1, 1], new double[1, 1], new double[3, 1]).Predict([0, 0]));

    [Fact]
    public void Loss_WithoutATagForEveryWord_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => Small().Loss([1, 2], [0]));
        Assert.StartsWith("PlainRnn: expected a tag for each of at least one word, got 2 words and 1 tags.", error.Message);
    }

    [Fact]
    public void Matrices_ThatDoNotFit_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new PlainRnn(new double[4, 3], new double[2, 5], new double[2, 2], new double[2, 2]));
        Assert.StartsWith("PlainRnn: expected W_e [words, E], W_x [H, E], W_h [H, H] and W_y [tags, H], got [4, 3], [2, 5], [2, 2] and [2, 2].", error.Message);
    }

    static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-12 * Math.Max(1, Math.Abs(expected)));
}
