namespace Unfold.Inspection.Tests;

public sealed class D28Tests
{
    static RunEvidence Run(params (double Loss, double Accuracy)[] epochs) => new(new RunDocument
    {
        Data = new() { Validation = 10_000, Classes = ["a", "b", "c"] },
        Epochs = [.. epochs.Select((epoch, i) => new EpochDocument { Epoch = i, Validation = new() { ["loss"] = epoch.Loss, ["accuracy"] = epoch.Accuracy } })],
    });

    [Fact]
    public void Check_LossRisesAndAccuracyStays_IsAWarning()
    {
        Finding finding = new OverconfidenceRule().Check(Run((0.5, 0.8), (0.4, 0.9), (0.43, 0.902), (0.44, 0.903), (0.45, 0.904)))!;

        Assert.Equal((FindingSeverity.Warning, 2), (finding.Severity, finding.Epoch!.Value));
        Assert.Equal("Validation loss 0.4 in epoch 1, 0.45 in epoch 4 (threshold: 5.00 % more in 3 epochs running), while the accuracy changed by 0.3 points in the mean (threshold: 0.5).", finding.Evidence);
    }

    [Fact]
    public void Check_AccuracyThatChangesOrASmallerRise_IsNoFinding()
    {
        Assert.Null(new OverconfidenceRule().Check(Run((0.5, 0.8), (0.4, 0.9), (0.43, 0.89), (0.44, 0.89), (0.45, 0.89))));
        Assert.Null(new OverconfidenceRule().Check(Run((0.5, 0.8), (0.4, 0.9), (0.41, 0.9), (0.415, 0.9), (0.42, 0.9))));
        Assert.Null(new OverconfidenceRule().Check(Run((0.5, 0.8), (0.4, 0.9), (0.43, 0.9), (0.44, 0.9))));
    }

    [Fact]
    public void Check_KeptWeightsFromBefore_IsANote()
    {
        RunEvidence run = Run((0.4, 0.9), (0.43, 0.9), (0.44, 0.9), (0.45, 0.9));
        Assert.Equal(FindingSeverity.Note, new OverconfidenceRule().Check(new(run.Run with { Best = new() { Epoch = 0 } }))!.Severity);
    }

    [Fact]
    public void Check_BesideOverfitting_ExplainsIt() =>
        Assert.Equal("D28", Causes.Link([new() { Id = "D27", Severity = FindingSeverity.Warning }, new() { Id = "D28", Severity = FindingSeverity.Warning }])[0].ConsequenceOf);
}
