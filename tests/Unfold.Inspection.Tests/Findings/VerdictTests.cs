namespace Unfold.Inspection.Tests;

public sealed class VerdictTests
{
    static Finding Make(string id, FindingSeverity severity, string? cause = null) => new()
    {
        Id = id, Severity = severity, Title = $"{id} is the matter.", Evidence = "", Remedy = "", ConsequenceOf = cause,
    };

    [Fact]
    public void Rank_CauseMilderThanItsConsequence_StandsBeforeAnUnrelatedWarning()
    {
        IReadOnlyList<FindingGroup> groups = FindingGroup.Rank([Make("D24", FindingSeverity.Warning), Make("D07", FindingSeverity.Critical, "D05"), Make("D05", FindingSeverity.Warning)]);

        Assert.Equal(["D05", "D24"], groups.Select(group => group.Cause.Id));
        Assert.Equal(FindingSeverity.Critical, groups[0].Severity);
        Assert.Equal("D07", Assert.Single(groups[0].Consequences).Id);
    }

    [Fact]
    public void Rank_ChainOfCauses_IsFoldedUnderTheFirst()
    {
        IReadOnlyList<FindingGroup> groups = FindingGroup.Rank([Make("D13", FindingSeverity.Note, "D07"), Make("D07", FindingSeverity.Critical, "D05"), Make("D05", FindingSeverity.Critical)]);

        Assert.Equal(["D07", "D13"], Assert.Single(groups).Consequences.Select(finding => finding.Id));
    }

    [Fact]
    public void Rank_CauseThatWasNotFoundOrACircle_StandForThemselves()
    {
        IReadOnlyList<FindingGroup> groups = FindingGroup.Rank([Make("D04", FindingSeverity.Warning, "D02"), Make("D08", FindingSeverity.Note, "D18"), Make("D18", FindingSeverity.Note, "D08")]);

        Assert.Equal(["D04", "D08", "D18"], groups.Select(group => group.Cause.Id).Order());
    }

    [Fact]
    public void Lines_NumberWithThreshold_StandsBesideIt()
    {
        Finding finding = Make("D07", FindingSeverity.Critical) with
        {
            Numbers = [new("median length", 12), new("gradient at the first word over that at the last", 5e-7, 1e-6, "D07.critical")],
        };

        VerdictLine line = Assert.Single(Verdict.Lines(new RunDocument { Findings = [finding] }));

        Assert.Equal("D07 is the matter: gradient at the first word over that at the last 5E-07 (threshold: 1E-06).", line.Text);
        Assert.Same(finding, line.Finding);
    }

    [Fact]
    public void Lines_ThresholdThatIsAShare_IsWrittenAsPercent() => Assert.Equal(
        "D10 is the matter: states beyond 0.95 64.30 % (threshold: 50.00 %).",
        Verdict.Of(new RunDocument { Findings = [Make("D10", FindingSeverity.Warning) with { Numbers = [new("states beyond 0.95", 0.643, 0.5, "D10.warning")] }] })[0]);

    [Fact]
    public void Lines_ManyFindings_FiveAtMostAndWhatWasReachedIsAmongThem()
    {
        RunDocument run = new()
        {
            Epochs = [new() { Epoch = 0, Validation = new() { ["accuracy"] = 0.9 } }],
            Findings = [.. "123456".Select(digit => Make($"D0{digit}", FindingSeverity.Critical)), Make("D24", FindingSeverity.Warning)],
        };

        IReadOnlyList<VerdictLine> lines = Verdict.Lines(run);

        Assert.Equal(5, lines.Count);
        Assert.Equal("Validation accuracy 90.00 % in epoch 0.", lines[4].Text);
        Assert.All(lines.Take(4), line => Assert.Equal(FindingSeverity.Critical, line.Finding!.Severity));
    }

    [Fact]
    public void Lines_Consequences_AreNamedOnTheirCausesLine()
    {
        IReadOnlyList<VerdictLine> lines = Verdict.Lines(new RunDocument { Findings = [Make("D05", FindingSeverity.Critical), Make("D07", FindingSeverity.Critical, "D05"), Make("D02", FindingSeverity.Warning, "D05")] });

        Assert.Equal("explains D07, D02", Assert.Single(lines).Explains);
    }

    [Fact]
    public void Lines_ConsequenceMoreSevereThanItsCause_SaysSo()
    {
        IReadOnlyList<VerdictLine> lines = Verdict.Lines(new RunDocument { Findings = [Make("D05", FindingSeverity.Warning), Make("D07", FindingSeverity.Critical, "D05"), Make("D02", FindingSeverity.Note, "D05")] });

        Assert.Equal("explains D07 (critical), D02", Assert.Single(lines).Explains);
    }

    [Fact]
    public void Lines_BagOfWordsAhead_SaysSoAfterTheWarnings()
    {
        RunDocument run = new()
        {
            Epochs = [new() { Epoch = 0 }],
            Best = new() { Epoch = 0, Validation = new() { ["accuracy"] = 0.9, ["f1"] = 0.1 } },
            Baselines = [new() { Name = "bag-of-words", Metrics = new() { ["accuracy"] = 0.95, ["f1"] = 0.7089 } }],
            Findings = [Make("D24", FindingSeverity.Warning)],
        };

        Assert.Equal(
            ["Validation accuracy 90.00 % and F1 0.1 in epoch 0; bag of words 95.00 %.", "D24 is the matter.", "A bag of words reaches F1 0.709: better than the model's 0.1, without looking at the order of the words."],
            Verdict.Of(run));
    }
}
