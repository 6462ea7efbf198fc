namespace Unfold.Inspection.Tests;

/// <summary>D10, D12, D13 and D36: shares of states and units by epoch.</summary>
public sealed class StateRuleTests
{
    static HandRun Epochs(string lens, string statistic, params double[] values) => new HandRun { Run = new() { Settings = HandRun.Recipe } }.Epochs(lens, "rnn.l0", statistic, values);

    [Theory]
    [InlineData(0.25, 0.2, 0.25, null)]
    [InlineData(0.26, 0.2, 0.25, null)]
    [InlineData(0.26, 0.27, 0.2, FindingSeverity.Note)]
    [InlineData(0.51, 0.52, 0.3, FindingSeverity.Warning)]
    [InlineData(0.91, 0.92, 0.93, FindingSeverity.Critical)]
    public void D10_SaturatedStates_MustPersist(double first, double second, double third, FindingSeverity? severity) =>
        Assert.Equal(severity, Epochs("states", "saturated", first, second, third).Ask(new SaturationRule())?.Severity);

    [Fact]
    public void D10_Evidence_NamesEpochsAndSlope()
    {
        Finding finding = Epochs("states", "saturated", 0.4, 0.6, 0.7).Epochs("states", "rnn.l0", "slope", 0.2, 0.2, 0.3).Ask(new SaturationRule())!;
        Assert.Equal("In epochs 1, 2 65.00 % of the states lie within 5 % of the ends of their range (threshold: 50.00 %); the mean slope is 0.2, of 1 where nothing is saturated.", finding.Evidence);
        Assert.Equal("0.001", finding.Remedies[1].Settings["training.learningRate"]);
        Assert.Null(new HandRun().Ask(new SaturationRule()));
    }

    [Theory]
    [InlineData(0.2, null)]
    [InlineData(0.21, FindingSeverity.Warning)]
    [InlineData(0.51, FindingSeverity.Critical)]
    public void D12_DeadUnits_AreJudged(double share, FindingSeverity? severity) => Assert.Equal(severity, Epochs("states", "dead", share, share).Ask(new DeadUnitsRule())?.Severity);

    [Fact]
    public void D12_DeadOutputsOfAModule_AreJudgedToo()
    {
        Finding finding = new HandRun().Epochs("activation", "relu", "deadEpoch", 0.3, 0.4).Ask(new DeadUnitsRule())!;
        Assert.Equal("In epochs 0, 1 35.00 % of the units were zero for every text (threshold: 20.00 %); no gradient reaches them.", finding.Evidence);
        Assert.Null(new HandRun().Ask(new DeadUnitsRule()));
    }

    [Theory]
    [InlineData(3.5, null)]
    [InlineData(3.4, FindingSeverity.Note)]
    [InlineData(1.41, FindingSeverity.Note)]
    [InlineData(1.39, FindingSeverity.Warning)]
    public void D13_MemoryAgainstTheMedianText_IsJudged(double memory, FindingSeverity? severity) =>
        Assert.Equal(severity, Epochs("memory", "tauMedian", memory, memory).Array("time", "texts", "lengths", 0, 1, 14, 100).Ask(new ShortMemoryRule())?.Severity);

    [Fact]
    public void D13_Evidence_HasTheBias()
    {
        Finding finding = Epochs("memory", "tauMedian", 1.2, 1.3).Epochs("memory", "rnn.l0", "biasMean", -1, -1.5).Array("time", "texts", "lengths", 0, 1, 14, 100).Ask(new ShortMemoryRule())!;
        Assert.Equal("In epochs 0, 1 the median unit remembers 1.25 steps, 8.93 % of the median text's 14 words (threshold: 10.00 %); the bias of its gate is -1.5 on average.", finding.Evidence);
        Assert.Null(Epochs("memory", "tauMedian", 1.2).Ask(new ShortMemoryRule())); // nobody knows how long texts are
    }

    [Theory]
    [InlineData(8, 4, 4, false)]
    [InlineData(8, 3.9, 4.1, false)] // it came back
    [InlineData(8, 3.9, 3.9, true)]
    [InlineData(2.5, 1.9, 1.9, true)]
    [InlineData(2.5, 2, 2, false)]
    public void D36_RankOfTheStates_IsJudgedInTheSecondHalf(double first, double second, double third, bool found) =>
        Assert.Equal(found, Epochs("rank", "effective", first, second, third).Ask(new CollapseRule()) is not null);

    [Fact]
    public void D36_Evidence_ComparesWithTheBeginning()
    {
        Assert.Equal(
            "Effective rank 3 in epoch 2 (threshold: 2), 8 in epoch 0: 37.50 % of it (threshold: 50.00 %).",
            Epochs("rank", "effective", 8, 3, 3).Ask(new CollapseRule())!.Evidence);
        Assert.Null(new HandRun().Ask(new CollapseRule()));
    }

    [Fact]
    public void D36_LayerOfFewUnits_HasNoRanksToLose()
    {
        Assert.Null(Narrow(7));
        Assert.NotNull(Narrow(8));

        static Finding? Narrow(int units) => new HandRun { Run = new() { Model = new() { Tensors = [new("rnn.weight_hh_l0", [units, units])] } } }
            .Epochs("rank", "rnn.l0", "effective", 1.5, 1.5).Ask(new CollapseRule());
    }
}
