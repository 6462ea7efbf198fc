namespace Unfold.Inspection.Tests;

public sealed class D23Tests
{
    static Finding? Ask(double share, double association) => new HandRun
    {
        Run = new()
        {
            Settings = HandRun.Recipe,
            Data = new()
            {
                Classes = ["no", "yes"],
                Audit = new() { Lengths = new() { Max = 72 }, Truncation = new() { Limit = 25, Share = share, ReachingShare = 0.2, TokenShare = 0.02, ByClass = [0.1, 0.9], Association = association } },
            },
        },
    }.Ask(new TruncationRule());

    [Fact]
    public void CutTexts_AboveATenth_Warn()
    {
        Finding finding = Ask(0.101, 0.01)!;
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("10.10 % of the texts have more than 25 tokens (threshold: 10.00 %), 20.00 % have as many or more; 2.00 % of all tokens are lost; the label goes with it by 0.01 (Cramér's V; threshold: 0.2).", finding.Evidence);
        Assert.Equal(["text.maxLength=72", "text.padToLength=0"], finding.Remedies[0].Settings.Select(set => $"{set.Key}={set.Value}"));
    }

    [Theory]
    [InlineData(0.05, 0.2, null)]
    [InlineData(0.1, 0.2, FindingSeverity.Note)]
    [InlineData(0.01, 0.21, FindingSeverity.Warning)]
    public void CutTexts_BesideTheThresholds_AreJudged(double share, double association, FindingSeverity? severity) => Assert.Equal(severity, Ask(share, association)?.Severity);

    [Fact]
    public void LabelThatGoesWithTheCut_IsSaidByClass()
    {
        Finding finding = Ask(0.2, 0.5)!;
        Assert.Equal("Which class a text has goes with whether it is cut off.", finding.Title);
        Assert.EndsWith(" Cut texts by class: \"no\" 10.00 %, \"yes\" 90.00 %.", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void HeapAtTheLargestLength_WithoutAnAudit_Warns()
    {
        Finding finding = new HandRun().Array("time", "texts", "lengths", 0, 1, 0, 0, 0, 10, 10, 10, 31).Ask(new TruncationRule())!;
        Assert.Equal("50.82 % of the texts have exactly 5 tokens, the largest length (threshold: 10.00 %), 3.1 times as many as each of the 3 lengths before it (threshold: 3).", finding.Evidence);
        Assert.Null(new HandRun().Array("time", "texts", "lengths", 0, 1, 0, 0, 0, 10, 10, 10, 30).Ask(new TruncationRule()));
        Assert.Null(new HandRun().Array("time", "texts", "lengths", 0, 1, 0, 0, 0, 0, 0, 0, 90).Ask(new TruncationRule()));
        Assert.Null(new HandRun().Ask(new TruncationRule()));
    }
}
