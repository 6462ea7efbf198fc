using Unfold.Lab;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Tests.Lab;

public sealed class ClippedGradientTests
{
    /// <summary>(3, −4) has the norm 5: cut to 3 it is (3, −3), scaled to 2.5 it is (1.5, −2).</summary>
    [Fact]
    public void ByValueAndByNorm_OfThreeAndFour_AreWhatTheHandGives()
    {
        var cut = ClippedGradient.ByValue([3, -4], 3);
        Assert.Equal([3, -3], cut.Values);
        Assert.Equal(5, cut.Before);
        Assert.Equal(Math.Sqrt(18), cut.After);
        Assert.Equal(21 / (5 * Math.Sqrt(18)), cut.Cosine, 15);
        Assert.Equal(0.5, cut.Changed);

        var scaled = ClippedGradient.ByNorm([3, -4], 2.5);
        Assert.Equal([1.5, -2], scaled.Values);
        Assert.Equal((2.5, 1.0, 1.0), (scaled.After, scaled.Cosine, scaled.Changed));
    }

    [Fact]
    public void ByValueAndByNorm_BelowTheThreshold_LeaveEverything()
    {
        double[] gradient = [0.5, -0.25, 0];
        foreach (ClippedGradient clipped in (ClippedGradient[])[ClippedGradient.ByValue(gradient, 0.5), ClippedGradient.ByNorm(gradient, 1)])
        {
            Assert.Equal(gradient, clipped.Values);
            Assert.Equal((0.0, 1.0), (clipped.Changed, clipped.Cosine));
        }
        Assert.True(double.IsNaN(ClippedGradient.ByNorm([0, 0], 1).Cosine));
    }

    [Theory]
    [InlineData(4.9)]
    [InlineData(2.5)]
    [InlineData(0.01)]
    public void ThresholdFor_ANorm_LeavesThatNorm(double norm)
    {
        double threshold = ClippedGradient.ThresholdFor([3, -4, 0.1], norm);
        Assert.Equal(norm, ClippedGradient.ByValue([3, -4, 0.1], threshold).After, norm * 1e-12);
        Assert.Equal(4, ClippedGradient.ThresholdFor([3, -4], 6));
    }

    /// <summary>
    /// What is shown is what training does: one step of gradient descent with the optimizer's clipping moves the weights by it, up to the
    /// 1e-6 that the optimizer adds to the norm it divides by, as PyTorch does.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ByValueAndByNorm_AreWhatTheOptimizerDoes(bool byNorm)
    {
        PlainRnn model = new(12, 4, 3, 5, new NumpyRandom(1234), Activation.Tanh);
        (int[] words, int[] tags) = ([1, 7, 2], [0, 4, 2]);
        double[] gradient = [.. model.Backward(words, tags).Layers.SelectMany(layer => layer.Values.Cast<double>())];
        double threshold = byNorm ? 0.3 * Unfolding.Norm(gradient) : 0.4 * gradient.Max(Math.Abs);
        ClippedGradient clipped = byNorm ? ClippedGradient.ByNorm(gradient, threshold) : ClippedGradient.ByValue(gradient, threshold);
        Assert.InRange(clipped.Changed, 0.01, 1);

        var module = new TaggerModule(model);
        double[] before = [.. module.Parameters.SelectMany(parameter => parameter.Value.ToDoubles())];
        var optimizer = new Sgd(module.Parameters, new SgdOptions { LearningRate = 1, ClipNorm = byNorm ? threshold : null, ClipValue = byNorm ? null : threshold });
        module.Loss(words, tags).Backward();
        optimizer.Step();
        double[] moved = [.. before.Zip(module.Parameters.SelectMany(parameter => parameter.Value.ToDoubles()), (a, b) => a - b)];

        for (int i = 0; i < moved.Length; i++) Assert.Equal(clipped.Values[i], moved[i], 2e-6);
    }

    [Fact]
    public void ByNorm_AThresholdOfZero_IsRefused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => ClippedGradient.ByNorm([1], 0));
        Assert.StartsWith("ClippedGradient: expected a threshold above 0.", error.Message);
    }
}
