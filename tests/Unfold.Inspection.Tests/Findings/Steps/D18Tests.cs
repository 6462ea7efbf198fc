namespace Unfold.Inspection.Tests;

public sealed class D18Tests
{
    /// <summary>0.2 ± 0.01 but for some steps; 1 at the beginning.</summary>
    static double Calm(int step) => step < 20 ? 1 : 0.2 + (step % 2 == 0 ? 0.01 : -0.01);

    static FakeRecord Run(Func<int, double> loss, int batch = 32) => new FakeRecord(12) { BatchSize = _ => batch }.Loss(loss);

    [Fact]
    public void Check_OneJumpThatTheLossComesBackFrom_IsANote()
    {
        Finding finding = Run(step => step == 70 ? 1.3 : Calm(step)).Ask<LossSpikeRule>()!;

        Assert.Equal((FindingSeverity.Note, 70L, 7), (finding.Severity, finding.Step!.Value, finding.Epoch!.Value));
        Assert.Equal("The loss jumped at step 70.", finding.Title);
        Assert.Equal("Loss 1.3 at step 70, 6.5 times its running mean of 0.2 (threshold: 3 times) and 110 deviations above it (threshold: 6); 1 such step (threshold: 2).", finding.Evidence);
    }

    [Fact]
    public void Check_TwoJumpsOrOneThatStays_IsAWarning()
    {
        Assert.Equal(FindingSeverity.Warning, Run(step => step is 70 or 110 ? 1.3 : Calm(step)).Ask<LossSpikeRule>()!.Severity);
        Assert.Equal("The loss jumped at step 70 and did not come back.", Run(step => step >= 70 ? 1.3 : Calm(step)).Ask<LossSpikeRule>()!.Title);
    }

    [Fact]
    public void Check_JumpBelowTheFirstLossOrOfFewTexts_IsNoFinding()
    {
        Assert.Null(Run(step => step == 70 ? 1.15 : Calm(step)).Ask<LossSpikeRule>());
        Assert.Null(Run(step => step == 70 ? 1.3 : Calm(step), batch: 15).Ask<LossSpikeRule>());
        Assert.Null(new FakeRecord(12) { BatchSize = step => step == 70 ? 1 : 32 }.Loss(step => step == 70 ? 5 : Calm(step)).Ask<LossSpikeRule>());
        Assert.Null(Run(Calm).Ask<LossSpikeRule>());
    }

    [Fact]
    public void Check_LargeUpdateBeforeItAndTextsThatAreKnown_AreNamed()
    {
        const string Spike = """{"epoch":7,"step":70,"reason":"loss","examples":[{"row":3,"text":"a b","loss":9.5},{"row":4,"loss":0.1}],"profile":[]}""";
        Finding finding = Run(step => step == 70 ? 1.3 : Calm(step)).Step("gradients", "w", "norm", _ => 1).Step("updates", "w", "norm", step => step == 69 ? 6 : 1).Note("spikes", "all", "batch", 70, Spike).Ask<LossSpikeRule>()!;

        Assert.EndsWith("; the update of the step before it was 6 times the median one (early warning: 5). Its batch had row 3 \"a b\" (loss 9.5), row 4 (loss 0.1).", finding.Evidence, StringComparison.Ordinal);
    }
}
