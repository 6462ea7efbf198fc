namespace Unfold.Inspection.Tests;

public sealed class D17Tests
{
    /// <summary>A noise scale of 1 / share, beside batches of 4.</summary>
    static FakeRecord Run(Func<int, double> share, Func<int, double>? loss = null, double cosine = 0) => new FakeRecord(6, 20)
        .Weights("gradients", "norm", 1, 1).Weights("gradients", "cosine", cosine, cosine).Loss(loss ?? (_ => 1))
        .Epoch("noise", "all", "signal", epoch => 2 * share(epoch)).Epoch("noise", "all", "variance", _ => 2).Epoch("noise", "all", "batch", _ => 4);

    [Fact]
    public void Check_ScaleBeyondTenBatches_IsAWarning()
    {
        Finding finding = Run(_ => 1 / 50.0).Ask<NoisyStepsRule>()!;

        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("Gradient noise scale 50 texts, at least 50 within 2 standard errors over 3 epochs, for batches of 4 (threshold: 10 times); mean cosine of consecutive gradients 0 (threshold: within 0.1 of 0).", finding.Evidence);
    }

    [Fact]
    public void Check_LossThatFalls_IsANote() => Assert.Equal(FindingSeverity.Note, Run(_ => 1 / 50.0, step => 1 - (0.005 * step)).Ask<NoisyStepsRule>()!.Severity);

    [Fact]
    public void Check_BelowOrWithinTheErrorOrAgreeingGradients_IsNoFinding()
    {
        Assert.Null(Run(_ => 1 / 39.0).Ask<NoisyStepsRule>());
        Assert.Null(Run(epoch => epoch % 2 == 0 ? 0.1 : -0.04).Ask<NoisyStepsRule>()); // 0.007 in the mean, with an error of 0.05
        Assert.Null(Run(_ => 1 / 50.0, cosine: 0.11).Ask<NoisyStepsRule>());
        Assert.Null(Run(_ => 1 / 50.0, step => step < 40 ? 1 : 0.05).Ask<NoisyStepsRule>());
        Assert.Null(new FakeRecord(6).Loss(_ => 1).Ask<NoisyStepsRule>());
    }
}
