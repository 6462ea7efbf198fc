using Unfold.Lab;
using Unfold.Nn;

namespace Unfold.Tests.Lab;

public sealed class UnfoldingTests
{
    static readonly int[] Words = [3, 17, 3, 0, 29, 11];
    static readonly int[] Tags = [1, 0, 3, 3, 2, 1];

    /// <summary>
    /// Two words, one unit, the identity where it is positive: h_1 = 2, h_2 = 0.5 · 2 + 1 · h_1 = 3 with x = 4, 2; two tags with scores h and 0.
    /// </summary>
    [Fact]
    public void Of_TwoWordsAndOneUnit_IsTheChainRuleByHand()
    {
        PlainRnn model = new(new double[,] { { 4 }, { 2 } }, new double[,] { { 0.5 } }, new double[,] { { 1 } }, new double[,] { { 1 }, { 0 } }, Activation.Relu);
        var unfolded = Unfolding.Of(model, [0, 1], [0, 1]);

        double p1 = 1 / (1 + Math.Exp(-2)), p2 = 1 / (1 + Math.Exp(-3)); // of tag 0
        Near((-Math.Log(p1) - Math.Log(1 - p2)) / 2, unfolded.Loss);
        (UnfoldedStep first, UnfoldedStep last) = (unfolded.Steps[0], unfolded.Steps[1]);
        Near(2, first.State[0]);
        Near(3, last.State[0]);
        Near(p1, first.Probability);
        Near(1 - p2, last.Probability);
        Near((p1 - 1) / 2, first.Local[0]);
        Near(p2 / 2, last.Local[0]);
        Assert.Equal(0, last.Carried[0]);
        Near(p2 / 2, first.Carried[0]); // through W_h = 1 and a slope of 1
        Near((p1 - 1 + p2) / 2, first.Gradient[0]);
        Assert.Equal((1, 1, 1), (first.Product[0, 0], last.Product[0, 0], last.Jacobian[0, 0]));
        Near(p2 / 2 * 2, last.CopyNorms[0]); // dz · x
        Near(p2 / 2 * 2, last.CopyNorms[1]); // dz · h_1
        Assert.Equal(0, first.CopyNorms[1]); // h_0 = 0
        Near(Math.Sqrt(2) * p2 / 2 * 3, last.CopyNorms[2]); // dy · h_2: two tags
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void Of_EveryStateOfASentence_HasTheSlopesThatNudgingItGives(Activation activation)
    {
        PlainRnn model = Centred(activation);
        var unfolded = Unfolding.Of(model, Words, Tags);
        for (int t = 0; t < Words.Length; t++)
        {
            for (int i = 0; i < model.Wh.GetLength(0); i++)
            {
                Slope(unfolded.Steps[t].Gradient[i], nudge => Nudged(model, t, i, nudge).Losses.Sum(), $"gradient {t}, {i}");
                Slope(unfolded.Steps[t].Local[i], nudge => Nudged(model, t, i, nudge).Losses[t], $"local {t}, {i}");
                Slope(unfolded.Steps[t].Carried[i], nudge => Nudged(model, t, i, nudge).Losses.Skip(t + 1).Sum(), $"carried {t}, {i}");
                for (int j = 0; j < model.Wh.GetLength(0); j++)
                {
                    Slope(unfolded.Steps[t].Product[j, i], nudge => Nudged(model, t, i, nudge).States[^1][j], $"product {t}, {j}, {i}");
                    if (t > 0) Slope(unfolded.Steps[t].Jacobian[j, i], nudge => Nudged(model, t - 1, i, nudge).States[t][j], $"Jacobian {t}, {j}, {i}");
                }
            }
        }
    }

    /// <summary>The gradient of a matrix is the sum of its copies': the errors and what went into them give it back.</summary>
    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void Of_TheCopiesOfWh_AddUpToItsGradient(Activation activation)
    {
        PlainRnn model = Centred(activation);
        var unfolded = Unfolding.Of(model, Words, Tags);
        double[,] expected = model.Backward(Words, Tags).Wh;
        for (int i = 0; i < expected.GetLength(0); i++)
        {
            for (int j = 0; j < expected.GetLength(1); j++)
                Near(expected[i, j], Enumerable.Range(1, Words.Length - 1).Sum(t => unfolded.Steps[t].Error[i] * unfolded.Steps[t - 1].State[j]));
        }
        for (int t = 1; t < Words.Length; t++)
            Near(Unfolding.Norm([.. from e in unfolded.Steps[t].Error from h in unfolded.Steps[t - 1].State select e * h]), unfolded.Steps[t].CopyNorms[1]);
        Assert.Equal(model.Loss(Words, Tags), unfolded.Loss);
    }

    /// <summary>The forward pass written once more, with something added to one unit's state at one step.</summary>
    static (double[][] States, double[] Losses) Nudged(PlainRnn model, int step, int unit, double nudge)
    {
        int hidden = model.Wh.GetLength(0);
        var states = new double[Words.Length][];
        var losses = new double[Words.Length];
        for (int t = 0; t < Words.Length; t++)
        {
            states[t] = new double[hidden];
            for (int i = 0; i < hidden; i++)
            {
                double z = Enumerable.Range(0, model.We.GetLength(1)).Sum(j => model.Wx[i, j] * model.We[Words[t], j]);
                if (t > 0) z += Enumerable.Range(0, hidden).Sum(j => model.Wh[i, j] * states[t - 1][j]);
                states[t][i] = model.Activation switch { Activation.Sigmoid => 1 / (1 + Math.Exp(-z)), Activation.Tanh => Math.Tanh(z), _ => Math.Max(0, z) };
            }
            if (t == step) states[t][unit] += nudge;
            double[] y = [.. Enumerable.Range(0, model.Wy.GetLength(0)).Select(k => Enumerable.Range(0, hidden).Sum(i => model.Wy[k, i] * states[t][i]))];
            losses[t] = (Math.Log(y.Sum(Math.Exp)) - y[Tags[t]]) / Words.Length;
        }
        return (states, losses);
    }

    static void Slope(double analytic, Func<double, double> at, string what)
    {
        const double Step = 1e-5;
        double numeric = (at(Step) - at(-Step)) / (2 * Step);
        Assert.True(Math.Abs(numeric - analytic) <= 1e-8 * Math.Max(1, Math.Abs(analytic)), $"{what}: expected {numeric}, got {analytic}");
    }

    static PlainRnn Centred(Activation activation)
    {
        PlainRnn model = new(40, 6, 5, 4, new NumpyRandom(5), activation);
        foreach ((string name, double[,] values) in model.Layers)
        {
            for (int i = 0; i < values.GetLength(0); i++)
            {
                for (int j = 0; j < values.GetLength(1); j++) values[i, j] = 1.2 * ((values[i, j] / (name == "W_e" ? 0.01 : 1)) - 0.45);
            }
        }
        return model;
    }

    static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-12 * Math.Max(1, Math.Abs(expected)));
}
