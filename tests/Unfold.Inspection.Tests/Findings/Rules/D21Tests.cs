namespace Unfold.Inspection.Tests;

public sealed class D21Tests
{
    static Finding? Ask(double[] touched, double[] rare, double[]? drifted = null, double[]? padding = null)
    {
        HandRun run = new HandRun().Epochs("embedding", "e", "touched", touched).Epochs("embedding", "e", "rare", rare);
        if (drifted is not null)
            run.Epochs("embedding", "e", "drifted", drifted);
        if (padding is not null)
            run.Epochs("embedding", "e", "padding", padding);
        return run.Ask(new EmbeddingRowsRule());
    }

    [Fact]
    public void UntouchedRows_AboveThreeTenths_Warn()
    {
        Finding finding = Ask([0.69, 0.9], [0.4, 0.2])!;
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("31.00 % of the rows of e were not touched in the first epoch.", finding.Title);
        Assert.Equal("Untouched in the first epoch: 31.00 % of the rows (threshold: 30.00 %); of the others 13.04 % were touched fewer than five times (threshold: 30.00 %); moved without a touch: 0.00 % (threshold: 5.00 %).", finding.Evidence);
        Assert.Equal("D21.untouched", finding.Numbers[0].ThresholdName);
        Assert.Null(Ask([0.71], [0.4]));
    }

    [Fact]
    public void RareRows_OfTheTouchedOnes_AreANote()
    {
        Assert.Equal(FindingSeverity.Note, Ask([1, 1], [0.42, 0])!.Severity);
        Assert.Null(Ask([1, 1], [0.3, 0]));
        Assert.Null(Ask([0.75], [0.25 + (0.75 * 0.29)]));
    }

    [Fact]
    public void RowsThatMoveUntouched_AsAShareOfAll_Warn()
    {
        Finding finding = Ask([0.9, 0.94], [0.1, 0.1], drifted: [1, 1])!;
        Assert.Equal("Rows of e are moved that no text ever touched.", finding.Title);
        Assert.Equal("D21.drifted", finding.Numbers[0].ThresholdName);
        Assert.Null(Ask([0.9, 0.96], [0.1, 0.1], drifted: [1, 1]));
    }

    [Fact]
    public void ThePadsRow_MayNotMove()
    {
        Assert.Equal("The row of the pad in e is trained.", Ask([1, 1], [0, 0], padding: [0.5, 0.6])!.Title);
        Assert.Null(Ask([1, 1], [0, 0], padding: [0.5, 0.5]));
    }

    [Fact]
    public void NoEmbedding_OrOneThatIsNotTrained_IsSilent()
    {
        Assert.Null(new HandRun().Ask(new EmbeddingRowsRule()));
        Assert.Null(Ask([0, 0], [1, 1]));
    }
}
