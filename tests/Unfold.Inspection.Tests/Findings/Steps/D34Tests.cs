namespace Unfold.Inspection.Tests;

public sealed class D34Tests
{
    static FakeRecord Run(Func<int, double> norm, Func<int, double> loss, int epochs = 4, double update = 0.01) => new FakeRecord(epochs)
        .Weights("gradients", "norm", 1, 1).Epoch("weights", "w", "norm", epoch => norm(epoch)).Step("updates", "w", "norm", _ => update).Step("updates", "w", "ratio", _ => update).Loss(loss);

    [Fact]
    public void Check_ElevenfoldWithoutGain_IsAWarning()
    {
        Finding finding = Run(epoch => 2 + (3 * epoch), _ => 1).Ask<DivergingWeightsRule>()!;

        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("Norm of w: 1 at first, 11 in epoch 3, 11 times (threshold: 10).", finding.Evidence);
    }

    [Fact]
    public void Check_GrowthWhileTheLossFalls_IsANote() => Assert.Equal(FindingSeverity.Note, Run(epoch => 2 + (3 * epoch), step => 1 - (0.02 * step)).Ask<DivergingWeightsRule>()!.Severity);

    [Fact]
    public void Check_TwiceInFiveEpochs_IsAWarning() =>
        Assert.EndsWith("2.082 times in the last 5 epochs (threshold: 2).", Run(epoch => Math.Pow(1.158, epoch), _ => 1, epochs: 11).Ask<DivergingWeightsRule>()!.Evidence, StringComparison.Ordinal);

    /// <summary>One step in four was looked at: the weights are forty-nine larger after a step between, or grow as much step by step.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Check_ThrownInAStepThatNobodyLookedAt_IsNoFinding(bool thrown)
    {
        double Update(int step) => thrown ? 0.01 : 49.0 / 39;
        double Size(int step) => thrown ? (step > 21 ? 50 : 1) : 1 + (step * 49.0 / 39);
        FakeRecord record = new FakeRecord(4).Weights("gradients", "norm", 1, 1).Epoch("weights", "w", "norm", epoch => Size((10 * epoch) + 9)).Loss(_ => 1)
            .Step("updates", "w", "norm", step => step % 4 == 0 ? Update(step) : null).Step("updates", "w", "ratio", step => step % 4 == 0 ? Update(step) / Size(step) : null);

        Assert.Equal(thrown, record.Ask<DivergingWeightsRule>() is null);
    }

    [Fact]
    public void Check_TenfoldOrOneThrowOrNoNorms_IsNoFinding()
    {
        Assert.Null(Run(epoch => 1 + (3 * epoch), _ => 1).Ask<DivergingWeightsRule>());
        Assert.Null(new FakeRecord(4).Weights("gradients", "norm", 1, 1).Epoch("weights", "w", "norm", _ => 50).Step("updates", "w", "norm", step => step == 20 ? 50 : 0.01).Step("updates", "w", "ratio", _ => 0.01).Loss(_ => 1).Ask<DivergingWeightsRule>());
        Assert.Null(new FakeRecord(4).Weights("gradients", "norm", 1, 1).Epoch("weights", "w", "norm", _ => 1.1).Step("updates", "w", "norm", _ => 0.0005).Step("updates", "w", "ratio", _ => 0.01).Loss(_ => 1).Ask<DivergingWeightsRule>()); // 22 times, to an RMS of 0.275
        Assert.Null(new FakeRecord(4).Loss(_ => 1).Ask<DivergingWeightsRule>());
    }
}
