namespace Unfold.Inspection.Tests;

public sealed class RuleTests
{
    static RunDocument Run(params (double Train, double Validation, double Accuracy, double Recall)[] epochs) => new()
    {
        Recipe = "r",
        Data = new() { Validation = 6393, Classes = ["0", "1"], ValidationCounts = [5937, 456], MajorityAccuracy = 0.92867, PriorEntropy = 0.254 },
        Epochs =
        [
            .. epochs.Select((epoch, i) => new EpochDocument
            {
                Epoch = i,
                Train = new() { ["loss"] = epoch.Train },
                Validation = new() { ["loss"] = epoch.Validation, ["accuracy"] = epoch.Accuracy, ["recall"] = epoch.Recall, ["f1"] = epoch.Recall },
            }),
        ],
    };

    /// <summary>What is found besides the unequal classes, which all these runs have.</summary>
    static IReadOnlyList<Finding> Besides(RunDocument run) => [.. Rules.Check(run).Where(finding => finding.Id != "D03")];

    [Fact]
    public void D02_TanhRunOnTheMajority_SaysSo()
    {
        RunDocument run = Run((0.265, 0.255, 0.9287, 0), (0.258, 0.254, 0.9284, 0), (0.257, 0.254, 0.9288, 0.01));
        IReadOnlyList<Finding> findings = Rules.Check(run);

        Finding finding = findings.Single(finding => finding.Id == "D02");
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Equal("The model answers the majority class \"0\" for nearly every text.", finding.Title);
        Assert.Equal(
            "Accuracy 92.88 % in epoch 2, always answering the majority: 92.87 % (threshold: 0.5 points or 2 standard errors); of the other texts 1.00 % were found (threshold: 5.00 %).",
            finding.Evidence);
        Assert.Contains(findings, finding => finding.Id == "D04" && finding.Severity == FindingSeverity.Critical);
        Assert.Equal("The model answers the majority class \"0\" for nearly every text: texts of the other classes found 1.00 % (threshold: 5.00 %).", Verdict.Of(run)[0]);
        Assert.Equal("Validation accuracy 92.88 % and F1 0.01 in epoch 2; the majority answer alone gives 92.87 %.", Verdict.Of(run)[1]);
    }

    [Fact]
    public void D02_RunThatEscapes_NamesTheEpochs()
    {
        Finding finding = Rules.Check(Run((0.265, 0.255, 0.9287, 0), (0.258, 0.254, 0.9284, 0), (0.2, 0.18, 0.94, 0.4))).Single(finding => finding.Id == "D02");

        Assert.Equal(FindingSeverity.Note, finding.Severity);
        Assert.Equal("In epochs 0, 1 the model answered the majority class \"0\" for nearly every text.", finding.Title);
    }

    [Fact]
    public void D02_MajorityAccuracyWithGoodRecall_IsNotAFinding() =>
        Assert.DoesNotContain(Rules.Check(Run((0.2, 0.2, 0.9287, 0.5), (0.2, 0.2, 0.9287, 0.5))), finding => finding.Id == "D02");

    [Fact]
    public void D02_ConfusionCounts_GoBeforeTheRecall()
    {
        RunDocument run = Run((0.26, 0.25, 0.9287, 0.9));
        run = run with { Epochs = [run.Epochs[0] with { Confusion = [[5937, 0], [456, 0]] }] };
        Assert.Contains(Rules.Check(run), finding => finding.Id == "D02");
    }

    [Fact]
    public void D04_FirstEpochOnly_IsNotAFinding() =>
        Assert.DoesNotContain(Rules.Check(Run((0.30, 0.2, 0.94, 0.4), (0.15, 0.15, 0.95, 0.5))), finding => finding.Id == "D04");

    [Fact]
    public void D01_NonFiniteGradient_SilencesTheRest()
    {
        RunDocument run = Run((0.265, 0.255, 0.9287, 0), (double.NaN, 0.254, 0.9284, 0)) with
        {
            Gradients = new Dictionary<string, GradientDocument>(StringComparer.Ordinal) { ["w"] = new() { Norm = Distribution.Of([1, double.NaN, double.PositiveInfinity]) } },
        };

        Finding finding = Assert.Single(Besides(run));
        Assert.Equal("D01", finding.Id);
        Assert.Equal("Seen: the training loss of epoch 1 is NaN; the gradient of w is not finite in 2 of 3 steps. Threshold: a single one.", finding.Evidence);
    }

    [Fact]
    public void D27_ValidationRisesForThreeEpochs_IsOverfitting()
    {
        Finding finding = Besides(Run((0.25, 0.20, 0.93, 0.4), (0.15, 0.14, 0.95, 0.5), (0.1, 0.16, 0.95, 0.5), (0.06, 0.17, 0.95, 0.5), (0.03, 0.2, 0.95, 0.5))).Single(finding => finding.Id == "D27");

        Assert.Equal("D28", finding.ConsequenceOf);
        Assert.Equal(2, finding.Epoch);
        Assert.Equal("After epoch 1 the model learned its training texts by heart.", finding.Title);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
    }

    [Fact]
    public void D27_TwoEpochsOrASmallRise_IsNotAFinding()
    {
        Assert.Empty(Besides(Run((0.25, 0.20, 0.93, 0.4), (0.15, 0.14, 0.95, 0.5), (0.1, 0.2, 0.95, 0.5), (0.06, 0.2, 0.95, 0.5))));
        Assert.Equal(["D28"], Besides(Run((0.25, 0.20, 0.93, 0.4), (0.15, 0.14, 0.95, 0.5), (0.1, 0.15, 0.95, 0.5), (0.06, 0.15, 0.95, 0.5), (0.05, 0.15, 0.95, 0.5))).Select(finding => finding.Id));
    }

    [Theory]
    [InlineData(new[] { 4 }, "epoch 4")]
    [InlineData(new[] { 0, 1, 4, 5, 6 }, "epochs 0, 1, 4 to 6")]
    public void Epochs_AreNamedInRanges(int[] epochs, string text) => Assert.Equal(text, RuleText.Epochs(epochs));
}
