namespace Unfold.Inspection.Tests;

public sealed class D15Tests
{
    static FakeRecord Run(double ratio, Func<int, double> loss) => new FakeRecord(6).Weights("gradients", "norm", 1, 1).Weights("updates", "ratio", ratio, 0.001).Loss(loss);

    [Fact]
    public void Check_LargeStepsAndNoGain_IsCritical()
    {
        Finding finding = Run(0.06, _ => 1).Ask<LargeStepsRule>()!;

        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Equal("The learning rate is too large: steps undo what was learned.", finding.Title);
        Assert.Equal("A step moves w by 0.06 of its size in the median (log10 -1.222, threshold: -1.3); the training loss went from 1 to 1.", finding.Evidence);
    }

    [Fact]
    public void Check_LargeStepsThatHelp_IsANote() => Assert.Equal(FindingSeverity.Note, Run(0.06, step => 1 - (0.01 * step)).Ask<LargeStepsRule>()!.Severity);

    [Fact]
    public void Check_JustBelowTheThreshold_IsNoFinding() => Assert.Null(Run(0.05, _ => 1).Ask<LargeStepsRule>());

    [Fact]
    public void Check_LossTwiceItsMinimumWithoutAnotherReason_IsAWarning()
    {
        Finding finding = Run(0.01, step => step < 30 ? 1 - (0.02 * step) : 0.6 + (0.03 * (step - 30))).Ask<LargeStepsRule>()!;

        Assert.Equal((FindingSeverity.Warning, FindingConfidence.Low), (finding.Severity, finding.Confidence));
        Assert.Equal("the training loss was 0.51 in epoch 2 and is 1.335 in epoch 5 (threshold: 2 times).", finding.Evidence);
    }

    [Fact]
    public void Check_RiseFromNextToNothing_IsNoFinding() => Assert.Null(Run(0.01, step => step < 10 ? 1 : step < 50 ? 0.01 : 0.03).Ask<LargeStepsRule>());

    [Fact]
    public void Check_LossNotPushed_IsNoFinding() => Assert.Null(new FakeRecord(6).Weights("gradients", "norm", 1, 1).Weights("updates", "ratio", 1, 1).Ask<LargeStepsRule>());
}
