namespace Unfold.Inspection.Tests;

/// <summary>D03, D22, D24 and D26, which look at the document alone.</summary>
public sealed class DataRuleTests
{
    static Finding? Ask(IRule rule, DataDocument data) => new HandRun { Run = new() { Data = data, Settings = HandRun.Recipe } }.Ask(rule);

    static DataDocument Counts(params long[] counts) => new() { TrainCounts = counts, Classes = [.. counts.Select((_, c) => $"c{c}")] };

    [Fact]
    public void D03_AboveTen_Warns()
    {
        Finding finding = Ask(new ImbalanceRule(), Counts(1001, 100))!;
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("The classes are not equally frequent: the largest has 10.01 times the texts of the smallest.", finding.Title);
        Assert.Equal("Class \"c0\" has 1001 texts, Class \"c1\" 100: 10.01 times (threshold: 10); perplexity of the labels over the number of classes 0.6779 (threshold: 0.5).", finding.Evidence);
        Assert.Equal("D03.ratio", finding.Numbers[0].ThresholdName);
    }

    [Fact]
    public void D03_BetweenThreeAndTen_IsANote() => Assert.Equal(FindingSeverity.Note, Ask(new ImbalanceRule(), Counts(1000, 100))!.Severity);

    [Fact]
    public void D03_ThreeOrNobodyCounted_IsSilent()
    {
        Assert.Null(Ask(new ImbalanceRule(), Counts(300, 100)));
        Assert.Null(Ask(new ImbalanceRule(), new()));
    }

    [Fact]
    public void D03_LabelsThatSayLittle_WarnByPerplexity()
    {
        HandRun run = new() { Run = new() { Data = Counts(1000, 100) } };
        Assert.Equal(FindingSeverity.Note, run.Ask(new ImbalanceRule(), Thresholds.Default.With(new Dictionary<string, double> { ["D03.perplexity"] = 0.678 }))!.Severity);
        Assert.Equal(FindingSeverity.Warning, run.Ask(new ImbalanceRule(), Thresholds.Default.With(new Dictionary<string, double> { ["D03.perplexity"] = 0.679 }))!.Severity);
    }

    [Fact]
    public void D22_MoreThanATenthUnknown_IsANoteWithTheWords()
    {
        Finding finding = Ask(new UnknownWordsRule(), new()
        {
            Vocabulary = 100,
            Audit = new() { ValidationUnknownShare = 0.101, TrainUnknownShare = 0.05, UnknownWords = [new("stadium", 8), new("#fedup", 5)] },
        })!;
        Assert.Equal(FindingSeverity.Note, finding.Severity);
        Assert.Equal("The vocabulary does not have 10.10 % of the validation tokens, 5.00 % of those to train on (threshold: 10.00 %). The most frequent: \"stadium\", \"#fedup\".", finding.Evidence);
        Assert.Equal(["text.minCount=1", "text.vocabularySize=200", "text.tokenizer=character_lower"], finding.Remedies.SelectMany(remedy => remedy.Settings).Select(set => $"{set.Key}={set.Value}"));
    }

    [Theory]
    [InlineData(0.1, null)]
    [InlineData(0.3, FindingSeverity.Note)]
    [InlineData(0.301, FindingSeverity.Warning)]
    public void D22_ShareWithoutAnAudit_IsJudgedToo(double share, FindingSeverity? severity) => Assert.Equal(severity, Ask(new UnknownWordsRule(), new() { UnknownShare = share })?.Severity);

    [Fact]
    public void D22_NobodyCounted_IsSilent() => Assert.Null(Ask(new UnknownWordsRule(), new()));

    static DataDocument Overlap(double share, double near = 0, double? test = null) => new()
    {
        Audit = new()
        {
            Validation = new() { Texts = 1000, Repeated = (int)(1000 * share), Share = share, VerbatimShare = share / 2, Near = (int)(1000 * near), NearShare = near, Examples = [new() { First = "a.csv:3", Second = "a.csv:9" }] },
            Test = test is { } tested ? new() { Texts = 100, Share = tested } : null,
        },
    };

    [Fact]
    public void D24_MoreThanOneInAHundred_IsANoteWithAPair()
    {
        Finding finding = Ask(new LeakRule(), Overlap(0.094, near: 0.02))!;
        Assert.Equal(FindingSeverity.Note, finding.Severity);
        Assert.Equal("9.40 % of the validation texts stand in the training part too.", finding.Title);
        Assert.Equal("94 of 1000 validation texts are also training texts: 9.40 % (threshold: 1.00 %), 4.70 % letter for letter; 20 more are nearly so: 2.00 %, such as a.csv:3 and a.csv:9.", finding.Evidence);
    }

    [Fact]
    public void D24_AFifthOrTheTest_IsJudged()
    {
        Assert.Equal(FindingSeverity.Warning, Ask(new LeakRule(), Overlap(0.201))!.Severity);
        Assert.Equal("30.00 % of the test texts stand in the training part too.", Ask(new LeakRule(), Overlap(0, test: 0.3))!.Title);
        Assert.StartsWith("2.00 % of the validation texts are nearly the same", Ask(new LeakRule(), Overlap(0, near: 0.02))!.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void D24AndD26_OfASample_SayHowManyTextsWereLookedAt()
    {
        const string words = " Looked at were 200,000 of the training texts, 1,000 of the validation texts, 50 of the test texts, drawn evenly (data.sampleRows): what repeats outside of them is not seen, so there may be more.";
        DataDocument data = Overlap(0.1);
        data = data with { Audit = data.Audit! with { Sample = new(200_000, 1_000, 50), Contradictory = 20, ContradictoryShare = 0.1 } };
        Assert.EndsWith("such as a.csv:3 and a.csv:9." + words, Ask(new LeakRule(), data)!.Evidence, StringComparison.Ordinal);
        Assert.EndsWith("(threshold: 0.50 %)." + words, Ask(new ContradictionRule(), data)!.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void D24_OneInAHundredOrNoAudit_IsSilent()
    {
        Assert.Null(Ask(new LeakRule(), Overlap(0.01, 0.01)));
        Assert.Null(Ask(new LeakRule(), new()));
    }

    [Theory]
    [InlineData(0.005, null)]
    [InlineData(0.02, FindingSeverity.Note)]
    [InlineData(0.021, FindingSeverity.Warning)]
    public void D26_ShareOfContradictions_IsJudged(double share, FindingSeverity? severity)
    {
        Finding? finding = Ask(new ContradictionRule(), new()
        {
            Audit = new() { Contradictory = 20, ContradictoryShare = share, ContradictoryExamples = [new() { First = "a.csv:3", FirstLabel = "0", Second = "a.csv:9", SecondLabel = "1" }] },
        });
        Assert.Equal(severity, finding?.Severity);
        if (finding is not null)
            Assert.EndsWith("of all (threshold: 0.50 %). a.csv:3 says \"0\", a.csv:9 \"1\".", finding.Evidence, StringComparison.Ordinal);
    }
}
