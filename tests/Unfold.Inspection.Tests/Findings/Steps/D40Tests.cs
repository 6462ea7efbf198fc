namespace Unfold.Inspection.Tests;

public sealed class D40Tests
{
    static FakeRecord Run(int epochs, Func<int, double> validation) => new FakeRecord(epochs).Loss(step => 1 - (0.005 * step)).Epoch("loss", "validation", "loss", epoch => validation(epoch));

    [Fact]
    public void Check_FiveEpochsAfterTheBest_IsANote()
    {
        Finding finding = Run(9, epoch => epoch == 3 ? 0.4 : 0.5).Ask<EnoughRule>()!;

        Assert.Equal(FindingSeverity.Note, finding.Severity);
        Assert.Equal("The run could have ended with epoch 3: nothing was gained on validation after it.", finding.Title);
        Assert.Equal("The best validation loss, 0.4, was in epoch 3, and 5 epochs followed (threshold: 5).", finding.Evidence);
    }

    [Fact]
    public void Check_FourEpochsOrAStopInTime_IsNoFinding()
    {
        Assert.Null(Run(8, epoch => epoch == 3 ? 0.4 : 0.5).Ask<EnoughRule>());
        RunEvidence evidence = Run(9, epoch => epoch == 3 ? 0.4 : 0.5).Evidence();
        Assert.Null(new EnoughRule().Check(new(evidence.Run with { Ended = "early stopping: 5 epochs without a gain" }, evidence.Record)));
    }

    [Fact]
    public void Check_GradientThatIsNoiseForFiveEpochs_IsANoteOfLowConfidence()
    {
        FakeRecord Noisy(int since) => Run(8, epoch => 1 - (0.01 * epoch)).Epoch("noise", "all", "signal", epoch => epoch < since ? 1 : -0.5)
            .Epoch("noise", "all", "variance", _ => 4).Epoch("noise", "all", "batch", _ => 32);

        Finding finding = Noisy(3).Ask<EnoughRule>()!;
        Assert.Equal(FindingConfidence.Low, finding.Confidence);
        Assert.Equal("The evidence criterion is 4 in epoch 7 (threshold: above 0) and has been above it for 5 epochs (threshold: 5).", finding.Evidence);
        Assert.Null(Noisy(4).Ask<EnoughRule>());
    }
}
