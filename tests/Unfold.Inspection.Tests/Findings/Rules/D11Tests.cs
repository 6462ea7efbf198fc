namespace Unfold.Inspection.Tests;

public sealed class D11Tests
{
    /// <summary>Ten units, so many of which have a gate at one end for more than nine tenths of the time.</summary>
    static Finding? Ask(string gate, bool low, int stuck, int epochs = 2)
    {
        HandRun run = new();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            float[] still = [.. Enumerable.Range(0, 10).Select(unit => unit < stuck ? 0.91f : 0.9f)], other = new float[10];
            run.Array("gates", "lstm.l0", $"units[{gate}]", epoch, 6, 0, [.. new float[40], .. low ? still : other, .. low ? other : still]);
        }
        return run.Ask(new GateRule());
    }

    [Fact]
    public void ForgetGateShut_InFourOfTenUnits_Warns()
    {
        Finding finding = Ask("f", low: true, stuck: 4)!;
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("Units of lstm.l0 keep their forget gate shut: nothing is remembered.", finding.Title);
        Assert.Equal("In epochs 0, 1 40.00 % of the units have gate f below 0.1 for more than 90.00 % of the time (threshold: 30.00 % of the units).", finding.Evidence);
    }

    [Theory]
    [InlineData("f", true, 3, null)]
    [InlineData("i", true, 10, FindingSeverity.Critical)]
    [InlineData("o", true, 4, FindingSeverity.Warning)]
    [InlineData("z", false, 4, FindingSeverity.Warning)]
    [InlineData("z", true, 4, FindingSeverity.Warning)]
    [InlineData("f", false, 10, null)] // an open forget gate remembers
    [InlineData("r", true, 10, null)]
    public void Gates_AtTheEndsThatMatter_AreJudged(string gate, bool low, int stuck, FindingSeverity? severity) => Assert.Equal(severity, Ask(gate, low, stuck)?.Severity);

    [Fact]
    public void NoGates_IsSilent() => Assert.Null(new HandRun().Ask(new GateRule()));
}
