namespace Unfold.Inspection.Tests;

public sealed class D14Tests
{
    static FakeRecord Run(double w, double v, Func<int, double>? loss = null, string? settings = null) =>
        new FakeRecord(6) { Settings = settings }.Weights("gradients", "norm", 1, 1).Weights("updates", "ratio", w, v).Loss(loss ?? (step => 1 - (1e-6 * step)));

    [Fact]
    public void Check_AllRatiosBelowAndNoFall_IsCritical()
    {
        Finding finding = Run(9e-6, 1e-6, settings: """{"training":{"learningRate":0.0001}}""").Ask<SmallStepsRule>()!;

        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Equal("The learning rate is too small: the weights hardly move.", finding.Title);
        Assert.Equal("A step moves w, which moves most, by 9E-06 of its size (log10 -5.046, threshold: -5); the loss falls by 0.00 % in 10 steps (threshold: 0.10 %), from 1 to 1.", finding.Evidence);
        Assert.Equal("0.001", finding.Remedies[0].Settings["training.learningRate"]);
    }

    [Fact]
    public void Check_LossThatFellSomewhat_IsAWarning() => Assert.Equal(FindingSeverity.Warning, new FakeRecord(40, 50).Weights("gradients", "norm", 1, 1).Weights("updates", "ratio", 9e-6, 9e-6).Loss(step => 1 - (2e-5 * step)).Ask<SmallStepsRule>()!.Severity);

    [Fact]
    public void Check_OneWeightThatMovesOrALossThatFalls_IsNoFinding()
    {
        Assert.Null(Run(1.1e-5, 1e-6).Ask<SmallStepsRule>());
        Assert.Null(Run(9e-6, 1e-6, step => 1 - (0.002 * step)).Ask<SmallStepsRule>());
        Assert.Null(new FakeRecord(6).Loss(_ => 1).Ask<SmallStepsRule>());
    }

    [Fact]
    public void Check_TooFewSteps_IsNoFinding() =>
        Assert.Null(new FakeRecord(2, 10).Weights("gradients", "norm", 1, 1).Weights("updates", "ratio", 1e-9, 1e-9).Loss(_ => 1).Ask<SmallStepsRule>());
}
