namespace Unfold.Inspection.Tests;

public sealed class D08Tests
{
    static HandRun Growth(double gain, double ratio) => new HandRun().ByEpoch("time", "rnn.l0", "gain", gain, gain).ByEpoch("time", "rnn.l0", "firstToLast", ratio, ratio);

    [Fact]
    public void GradientThatGrowsInEveryStep_Warns()
    {
        Finding finding = Growth(1.2, 11).Ask(new ExplodingRule())!;
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("In epochs 0, 1 it grows by a factor of 1.2 a step (threshold: 1.1) and is 11 times as large at the first word as at the last (threshold: 10).", finding.Evidence);
    }

    [Theory]
    [InlineData(1.1, 11.0)]
    [InlineData(1.2, 10.0)]
    public void GradientThatGrowsLittle_IsSilent(double gain, double ratio) => Assert.Null(Growth(gain, ratio).Ask(new ExplodingRule()));

    /// <summary>A hundred steps of norm 1, the one at 80 of another; the output layer's beside it.</summary>
    static HandRun Spike(double norm, double output = 1, int count = 1)
    {
        double[] recurrent = [.. Enumerable.Range(0, 100).Select(i => i >= 80 && i < 80 + count ? norm : 1)], fc = [.. Enumerable.Range(0, 100).Select(i => i >= 80 && i < 80 + count ? output : 1)];
        return new HandRun
        {
            Run = new() { Settings = HandRun.Recipe, Model = new() { Tensors = [new("rnn.weight_hh_l0", [8, 8]), new("fc.weight", [1, 8])] } },
            StepsPerEpoch = 50,
        }.Steps("gradients", "rnn.weight_hh_l0", "norm", recurrent).Steps("gradients", "fc.weight", "norm", fc).Steps("gradients", "all", "norm", recurrent);
    }

    [Fact]
    public void SpikeOfTheRecurrentWeights_Warns()
    {
        Finding finding = Spike(50, output: 2, count: 5).Ask(new ExplodingRule())!;
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal(
            "In epoch 1, step 80, the gradient of rnn.weight_hh_l0 has a norm of 50, 50 times the running median 1 (threshold: 10, critical: 100), while that of the output layer is 2 times its own; "
            + "norms above 1000 are critical at once. 5 steps are of that kind, in epoch 1.", finding.Evidence);
        Assert.Equal((1, 80L), (finding.Epoch!.Value, finding.Step!.Value));
        Assert.Equal("1", finding.Remedies[0].Settings["training.clipNorm"]);
    }

    [Theory]
    [InlineData(10, 1, null)]
    [InlineData(50, 5, null)] // the output layer's own gradient is large: a hard batch, nothing that grew through time
    [InlineData(101, 1, FindingSeverity.Critical)]
    [InlineData(100, 1, FindingSeverity.Warning)]
    [InlineData(1001, 200, FindingSeverity.Critical)]
    public void Spike_BesideTheThresholds_IsJudged(double norm, double output, FindingSeverity? severity) => Assert.Equal(severity, Spike(norm, output, count: 5).Ask(new ExplodingRule())?.Severity);

    [Fact]
    public void Spike_OfFourSteps_IsANote() => Assert.Equal(FindingSeverity.Note, Spike(500, count: 4).Ask(new ExplodingRule())!.Severity);

    [Fact]
    public void NothingMeasured_IsSilent() => Assert.Null(new HandRun().Ask(new ExplodingRule()));
}
