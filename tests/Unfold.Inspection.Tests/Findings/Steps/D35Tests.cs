namespace Unfold.Inspection.Tests;

public sealed class D35Tests
{
    static FakeRecord Run(double w, double v) => new FakeRecord(6) { Settings = "{}" }.Weights("gradients", "norm", 1, 1).Weights("updates", "ratio", w, v);

    [Fact]
    public void Check_MoreThanAHundredTimesApart_IsAWarningWithARateOfItsOwn()
    {
        Finding finding = Run(0.0101, 0.0001).Ask<UnevenStepsRule>()!;

        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("w moves 101 times as fast as v: no learning rate suits both.", finding.Title);
        Assert.Equal("Median update-to-weight ratio: w 0.0101, v 0.0001, 101 times apart (threshold: 100 times).", finding.Evidence);
        Assert.Equal("""[{"match":"v","rate":10}]""", finding.Remedies[0].Settings["training.groups"]);
    }

    [Fact]
    public void Check_LessOrOneThatDoesNotMove_IsNoFinding()
    {
        Assert.Null(Run(0.0099, 0.0001).Ask<UnevenStepsRule>());
        Assert.Null(Run(0.01, 0).Ask<UnevenStepsRule>());
        Assert.Null(new FakeRecord(6).Loss(_ => 1).Ask<UnevenStepsRule>());
    }
}
