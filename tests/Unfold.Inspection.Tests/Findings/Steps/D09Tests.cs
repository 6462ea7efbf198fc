namespace Unfold.Inspection.Tests;

public sealed class D09Tests
{
    /// <summary>RMS = norm / 4: of 16 numbers.</summary>
    static FakeRecord Run(double w, double v, Func<int, double>? loss = null) => new FakeRecord(6).Weights("gradients", "norm", w, v).Loss(loss ?? (_ => 0.7));

    [Fact]
    public void Check_OneTensorBelowTheThreshold_IsAWarningThatNamesIt()
    {
        Finding finding = Run(3.6e-7, 1)!.Ask<VanishingRule>()!;

        Assert.Equal(("D09", FindingSeverity.Warning), (finding.Id, finding.Severity));
        Assert.Equal("Hardly any gradient reaches w.", finding.Title);
        Assert.Equal("Median size of the gradient's numbers: w 9E-08 (threshold: 1E-07).", finding.Evidence);
        Assert.Equal(("D09.mean", 1e-7), (finding.Numbers[0].ThresholdName, finding.Numbers[0].Threshold!.Value));
    }

    [Fact]
    public void Check_AllTensors_IsCritical() => Assert.Equal(FindingSeverity.Critical, Run(1e-9, 1e-9).Ask<VanishingRule>()!.Severity);

    [Fact]
    public void Check_JustAbove_LearnedAlreadyOrNothingAtAll_IsNoFinding()
    {
        Assert.Null(Run(4.1e-7, 1).Ask<VanishingRule>());
        Assert.Null(Run(1e-9, 1, step => step < 20 ? 1 : 0.05).Ask<VanishingRule>());
        Assert.Null(Run(0, 1).Ask<VanishingRule>());
        Assert.Null(new FakeRecord(6).Loss(_ => 0.7).Ask<VanishingRule>());
    }

    [Fact]
    public void Check_SizeThatHalvesInFiveEpochs_IsAWarning()
    {
        Finding finding = new FakeRecord(8).Loss(_ => 0.7).Step("gradients", "w", "norm", step => 8e-6 * Math.Pow(0.8, step / 10)).Step("gradients", "v", "norm", _ => 1).Ask<VanishingRule>()!;

        Assert.Equal("Its size fell from 1.28E-06 to 4.194E-07 in 5 epochs (threshold: by half, below 1E-06).", finding.Evidence);
        Assert.Equal(7, finding.Epoch);
    }
}
