namespace Unfold.Inspection.Tests;

public sealed class D05Tests
{
    static HandRun Run(double halfLife, double pads = 11) => new HandRun { Run = new() { Settings = HandRun.Recipe, Data = new() { Audit = new() { MedianPads = pads } } } }
        .ByEpoch("time", "rnn.l0", "halfLife", halfLife, halfLife);

    static HandRun Probed(double variance, double changed, double halfLife = double.PositiveInfinity) =>
        Run(halfLife).Epochs("padding", "rnn.l0", "variance", variance, variance).Epochs("padding", "rnn.l0", "changed", changed, changed);

    [Fact]
    public void FourHalfLivesAndTheVarianceLost_IsCritical()
    {
        Finding finding = Probed(0.16, 0.05, halfLife: 1.1).Ask(new PaddingRule())!;
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Equal(FindingConfidence.High, finding.Confidence);
        Assert.Equal(
            "The median text has 11 pads behind its last word, 10 half-lives of the gradient, which halves every 1.1 steps (threshold: 4); 84.00 % of the variance between texts is lost there (threshold: 50.00 %); "
            + "five more pads change 5.00 % of the answers (threshold: 10.00 %).", finding.Evidence);
        Assert.Equal("D05.critical", finding.Numbers[0].ThresholdName);
        Assert.Equal("0", finding.Remedies[0].Settings["text.padToLength"]);
    }

    [Fact]
    public void FourHalfLives_InARunThatLearned_IsAWarning()
    {
        HandRun run = Probed(0.16, 0.05, halfLife: 1.1);
        run = new HandRun { Run = run.Run with { Data = run.Run.Data with { PriorEntropy = 0.6 }, Epochs = [new() { Train = new() { ["loss"] = 0.29 } }] } }.ByEpoch("time", "rnn.l0", "halfLife", 1.1, 1.1);
        Assert.Equal(FindingSeverity.Warning, run.Ask(new PaddingRule())!.Severity);
    }

    [Theory]
    [InlineData(11.0, FindingSeverity.Warning)]
    [InlineData(11.1, null)]
    public void OneHalfLife_IsWhereItBegins(double halfLife, FindingSeverity? severity) => Assert.Equal(severity, Run(halfLife).Ask(new PaddingRule())?.Severity);

    [Theory]
    [InlineData(0.49, 0.0, "D05.variance")]
    [InlineData(0.51, 0.11, "D05.change")]
    public void VarianceOrAnswers_DecideAlone(double variance, double changed, string name) => Assert.Equal(name, Probed(variance, changed).Ask(new PaddingRule())!.Numbers[0].ThresholdName);

    [Fact]
    public void VarianceAndAnswers_BesideTheirThresholds_AreSilent() => Assert.Null(Probed(0.5, 0.1).Ask(new PaddingRule()));

    [Fact]
    public void PadsOfARecordAlone_AreCountedByTheGradient()
    {
        HandRun run = new HandRun().ByEpoch("time", "rnn.l0", "halfLife", 1, 1)
            .Array("time", "rnn.l0", "profile", 1, 1, -3, 1, 1, 1, 1, 1).Array("time", "rnn.l0", "count", 1, 1, -3, 10, 40, 50, 80, 70);
        Assert.Contains("The median text has 2 pads behind its last word, 2 half-lives", run.Ask(new PaddingRule())!.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void PaddingThatNoGradientReaches_IsMaskedAndNoFault() => Assert.Null(
        Run(1).Array("time", "rnn.l0", "profile", 1, 1, -3, 0, 0, 0, 1, 1).Array("time", "rnn.l0", "count", 1, 1, -3, 10, 40, 50, 80, 70).Ask(new PaddingRule()));

    [Fact]
    public void NoPadding_IsSilent()
    {
        Assert.Null(Run(1, pads: 0).Ask(new PaddingRule()));
        Assert.Null(new HandRun().ByEpoch("time", "rnn.l0", "halfLife", 1, 1).Ask(new PaddingRule()));
    }

    [Fact]
    public void LastWordWithoutAGradient_IsNeverRead()
    {
        Finding finding = new HandRun().Array("time", "rnn.l0", "profile", 0, 1, 0, 0, 1, 2).Array("time", "rnn.l0", "profile", 1, 1, 0, 0, 3, 2).Ask(new PaddingRule())!;
        Assert.Equal("In every epoch the gradient of rnn.l0 at the last word is 0 of the largest at the words before it (threshold: 1E-12).", finding.Evidence);
        Assert.Null(new HandRun().Array("time", "rnn.l0", "profile", 0, 1, 0, 0, 1, 2).Array("time", "rnn.l0", "profile", 1, 1, 0, 1e-6f, 3, 2).Ask(new PaddingRule()));
    }
}
