namespace Unfold.Inspection.Tests;

public sealed class D07Tests
{
    /// <summary>Two epochs, texts of 14 words; half-lives so long that only the ratio is judged.</summary>
    static HandRun Run(double first, double second, double halfLife = 100, string statistic = "firstToLast")
    {
        HandRun run = new HandRun().ByEpoch("time", "rnn.l0", "firstToLast", 1, 1).ByEpoch("time", "rnn.l0", "halfLife", halfLife, halfLife).Array("time", "texts", "lengths", 0, 1, 14, 100);
        return statistic == "firstToLast" ? new HandRun().ByEpoch("time", "rnn.l0", "firstToLast", first, second).ByEpoch("time", "rnn.l0", "halfLife", halfLife, halfLife).Array("time", "texts", "lengths", 0, 1, 14, 100)
            : run.ByEpoch("time", "rnn.l0", statistic, first, second);
    }

    [Fact]
    public void Ratio_BelowAMillionth_IsCritical()
    {
        Finding finding = Run(5e-7, 4e-7).Ask(new VanishingThroughTimeRule())!;
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Equal("In epochs 0, 1 the first word gets 4.5E-07 of the gradient that arrives at the last word (median; threshold: 1E-06); it halves every 100 words, 714.29 % of the 14 words of the median text (threshold: 25.00 %).", finding.Evidence);
        Assert.Equal((FigureNames.Time, 0, 0L), (finding.Figure, finding.Epoch!.Value, finding.Step!.Value));
    }

    [Fact]
    public void Ratio_BehindPadding_IsThatWhereTheStateIsRead()
    {
        Finding finding = Run(5e-7, 4e-7, statistic: "firstToRead").Ask(new VanishingThroughTimeRule())!;
        Assert.Contains("arrives behind the padding, where the state is read", finding.Evidence, StringComparison.Ordinal);
        Assert.Equal("SequenceBatch.FromIds(texts without pads)", finding.Remedies[0].Api);
    }

    [Theory]
    [InlineData(1e-6, 1e-6, FindingSeverity.Warning)]
    [InlineData(9e-4, 9e-4, FindingSeverity.Warning)]
    [InlineData(1e-3, 1e-3, null)]
    [InlineData(5e-7, 0.5, FindingSeverity.Critical)] // half of the epochs is enough
    public void Ratio_BesideTheThresholds_IsJudged(double first, double second, FindingSeverity? severity) => Assert.Equal(severity, Run(first, second).Ask(new VanishingThroughTimeRule())?.Severity);

    [Fact]
    public void Ratio_InAThirdOfTheEpochs_DoesNotPersist()
    {
        HandRun run = new HandRun().ByEpoch("time", "rnn.l0", "firstToLast", 1e-7, 0.1, 0.1);
        Assert.Null(run.Ask(new VanishingThroughTimeRule()));
    }

    [Fact]
    public void HalfLife_BelowAQuarterOfTheText_IsANote()
    {
        Finding finding = Run(0.01, 0.01, halfLife: 3.4).Ask(new VanishingThroughTimeRule())!;
        Assert.Equal(FindingSeverity.Note, finding.Severity);
        Assert.Equal("D07.halfLife", finding.Numbers[0].ThresholdName);
        Assert.Null(Run(0.01, 0.01, halfLife: 3.5).Ask(new VanishingThroughTimeRule()));
    }

    [Fact]
    public void BothDirections_HalveTheWay()
    {
        HandRun run = Run(1e-6, 1e-6).ByEpoch("time", "rnn.l0.reverse", "firstToLast", 1e-6, 1e-6);
        Assert.Null(run.Ask(new VanishingThroughTimeRule())); // the root of 1e-6 is 1e-3: not below it
    }

    [Fact]
    public void FewStepsOrNone_AreNotJudged()
    {
        Assert.Null(new HandRun().Steps("time", "rnn.l0", "firstToLast", [.. Enumerable.Repeat(1e-9, 20)]).Ask(new VanishingThroughTimeRule())); // 19 after the warm-up
        Assert.NotNull(new HandRun().Steps("time", "rnn.l0", "firstToLast", [.. Enumerable.Repeat(1e-9, 22)]).Ask(new VanishingThroughTimeRule()));
        Assert.Null(new HandRun().Ask(new VanishingThroughTimeRule()));
    }
}
