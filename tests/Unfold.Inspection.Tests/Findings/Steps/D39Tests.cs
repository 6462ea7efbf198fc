namespace Unfold.Inspection.Tests;

public sealed class D39Tests
{
    static FakeRecord Run(params double[] losses) => new FakeRecord(losses.Length) { Settings = """{"training":{"patience":5}}""" }.Loss(step => losses[step / 10]);

    [Fact]
    public void Check_StillForSixEpochsThenAFall_IsANote()
    {
        Finding finding = Run(0.7, 0.69, 0.69, 0.68, 0.68, 0.68, 0.68, 0.5, 0.3).Ask<LateDropRule>()!;

        Assert.Equal((FindingSeverity.Note, 8), (finding.Severity, finding.Epoch!.Value));
        Assert.Equal("The loss stood still for 6 epochs and then fell: a run that is stopped early would have missed it.", finding.Title);
        Assert.Equal("Training loss 0.7 in epoch 0 and 0.68 in epoch 6 (threshold: less than 5.00 % gained in 5 epochs), then 0.3 in epoch 8: 55.88 % less (threshold: 20.00 %).", finding.Evidence);
        Assert.Equal("9", finding.Remedies[0].Settings["training.patience"]);
    }

    [Fact]
    public void Check_SmallFallShortStandOrRise_IsNoFinding()
    {
        Assert.Null(Run(0.7, 0.69, 0.69, 0.68, 0.68, 0.68, 0.68, 0.6, 0.56).Ask<LateDropRule>());
        Assert.Null(Run(0.7, 0.69, 0.69, 0.68, 0.3, 0.2).Ask<LateDropRule>());
        Assert.Null(Run(0.7, 3, 0.69, 2, 0.68, 5, 0.68, 0.5, 0.3).Ask<LateDropRule>());
        Assert.Null(Run(0.7, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.01).Ask<LateDropRule>());
    }
}
