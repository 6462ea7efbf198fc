namespace Unfold.Training.Tests.Memory;

public sealed class DistinctCountTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(300_000)]
    public void Estimate_NumbersSeenTwice_IsWithinAFewPercent(int distinct)
    {
        var count = new DistinctCount();
        for (int i = 0; i < 2 * distinct; i++) count.Add((ulong)(i % distinct));

        Assert.InRange(count.Estimate() / distinct, 0.95, 1.05);
    }
}
