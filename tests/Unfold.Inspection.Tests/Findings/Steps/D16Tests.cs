namespace Unfold.Inspection.Tests;

public sealed class D16Tests
{
    static FakeRecord Run(double w, double v, Func<int, double> loss) => new FakeRecord(80).Weights("gradients", "norm", 1, 1).Weights("gradients", "cosine", w, v).Loss(loss);

    [Fact]
    public void Check_TurningGradientsAndNoGain_IsAWarning()
    {
        Finding finding = Run(-0.3, 0, _ => 1).Ask<OscillationRule>()!;

        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal(
            "Mean cosine of consecutive gradients in the second half: w -0.3 (threshold: -0.2, and below -0.15, which is 3 null spreads), 1 of 2 weights alike; the loss fell by 0.00 % in that time (threshold: 1.00 %).",
            finding.Evidence);
    }

    [Fact]
    public void Check_LossThatFalls_IsANote() => Assert.Equal(FindingSeverity.Note, Run(-0.3, -0.3, step => 1 - (0.001 * step)).Ask<OscillationRule>()!.Severity);

    [Fact]
    public void Check_AtTheThresholdOrWithinTheNullBand_IsNoFinding()
    {
        Assert.Null(Run(-0.19, -0.19, _ => 1).Ask<OscillationRule>());
        Assert.Null(new FakeRecord(10).Weights("gradients", "norm", 1, 1).Weights("gradients", "cosine", -0.3, -0.3).Loss(_ => 1).Ask<OscillationRule>()); // 3 / sqrt(50) = 0.42
        Assert.Null(new FakeRecord(80).Loss(_ => 1).Ask<OscillationRule>());
    }
}
