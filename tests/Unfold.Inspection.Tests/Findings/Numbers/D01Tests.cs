namespace Unfold.Inspection.Tests;

public sealed class D01Tests
{
    [Fact]
    public void Check_RecordWithPlaces_NamesTheFirstOfThemAndTheBatch()
    {
        const string Spike = """{"epoch":1,"step":12,"reason":"non-finite","examples":[{"row":7,"text":"x y","loss":null}],"profileStart":0,"profile":[0.5,0.7,null,null]}""";
        Finding finding = new FakeRecord(3)
            .Loss(step => step >= 13 ? double.NaN : 1)
            .Step("gradients", "w", "norm", step => step >= 12 ? double.PositiveInfinity : 1)
            .Step("gradients", "w", "nonFinite", step => step >= 12 ? 16 : null)
            .Step("time", "rnn.l0", "nonFinite", step => step >= 12 ? 5 : null)
            .Note("spikes", "all", "batch", 12, Spike)
            .Ask<NonFiniteRule>()!;

        Assert.Equal((12L, 1), (finding.Step!.Value, finding.Epoch!.Value));
        Assert.StartsWith(
            "First in step 12 of epoch 1: the gradient of 5 states of rnn.l0, then 16 numbers of the gradient of w, the loss is NaN. The gradient of the state breaks 2 words before the last one. The batch has row 7 \"x y\". Seen: ",
            finding.Evidence, StringComparison.Ordinal);
        Assert.Equal(FigureNames.Spikes, finding.Figure);
    }

    [Fact]
    public void Check_WeightThatIsNotFinite_IsSeenAtTheEpochsEnd() =>
        Assert.StartsWith("First at the end of epoch 1: the norm of w is Infinity.", new FakeRecord(3).Epoch("weights", "w", "norm", epoch => epoch >= 1 ? double.PositiveInfinity : 1).Ask<NonFiniteRule>()!.Evidence, StringComparison.Ordinal);

    [Fact]
    public void Check_FiniteNumbers_IsNoFinding() => Assert.Null(new FakeRecord(3).Loss(_ => 1).Ask<NonFiniteRule>());
}
