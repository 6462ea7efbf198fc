namespace Unfold.Inspection.Tests;

public sealed class D38Tests
{
    static FakeRecord Run(int last, double norm = 1) => new FakeRecord(3) { BatchSize = step => step % 10 == 9 ? last : 32 }
        .Loss(_ => 1).Step("gradients", "all", "norm", step => step % 10 == 9 ? norm : 1.5);

    [Fact]
    public void Check_LastBatchOfOne_IsANoteThatSaysSo()
    {
        Finding finding = Run(1).Ask<OddBatchRule>()!;

        Assert.Equal((FindingSeverity.Note, 9L), (finding.Severity, finding.Step!.Value));
        Assert.Equal("An epoch has a last batch of 1 beside batches of 32.", finding.Title);
        Assert.Equal("The last batch has 1 text in 3 of 3 epochs, the others have 32 (threshold: 10.00 % of that); its gradient norm is among the largest 1.00 % of its epoch in 0 of 3 epochs (threshold: 50.00 % of them).", finding.Evidence);
    }

    [Fact]
    public void Check_LargestGradientOfTheEpoch_IsAWarning() => Assert.Equal(FindingSeverity.Warning, Run(1, 2).Ask<OddBatchRule>()!.Severity);

    [Fact]
    public void Check_FourOfThirtyTwo_IsNoFinding()
    {
        Assert.NotNull(Run(3).Ask<OddBatchRule>());
        Assert.Null(Run(4).Ask<OddBatchRule>());
        Assert.Null(new FakeRecord(3).Ask<OddBatchRule>());
    }

    [Fact]
    public void Check_RemedyOfAnotherSize_LeavesNoSmallRest()
    {
        Finding finding = new FakeRecord(3) { BatchSize = step => step % 10 == 9 ? 1 : 32, Settings = "{}" }.Loss(_ => 1).Ask<OddBatchRule>()!;

        int size = int.Parse(finding.Remedies[1].Settings["training.batchSize"]);
        Assert.True(289 % size == 0 || 289 % size >= size / 2, $"{size}");
        Assert.Equal("true", finding.Remedies[0].Settings["training.dropLast"]);
    }
}
