namespace Unfold.Inspection.Tests;

public sealed class D25Tests
{
    static Finding? Ask(DataDocument data, params (double Train, double Validation)[] epochs) => new HandRun
    {
        Run = new()
        {
            Data = data,
            Settings = HandRun.Recipe,
            Epochs = [.. epochs.Select((epoch, i) => new EpochDocument { Epoch = i, Train = new() { ["accuracy"] = epoch.Train }, Validation = new() { ["accuracy"] = epoch.Validation } })],
        },
    }.Ask(new TooGoodRule());

    static DataDocument Token(double accuracy, double majority) =>
        new() { Audit = new() { BestToken = new() { Token = "zz", Class = "1", Otherwise = "0", TrainAccuracy = accuracy, ValidationAccuracy = 0.97, MajorityAccuracy = majority } } };

    [Fact]
    public void OneWordThatAnswers_Warns()
    {
        Finding finding = Ask(Token(0.98, 0.5))!;
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("Answering \"1\" where \"zz\" stands and \"0\" elsewhere is right for 98.00 % of the training texts (threshold: 98.00 %) and 97.00 % of the validation texts; the majority answer for 50.00 %.", finding.Evidence);
    }

    [Theory]
    [InlineData(0.979, 0.5)]
    [InlineData(0.985, 0.98)] // the majority alone has nearly as much
    public void OneWord_BelowTheThresholds_IsSilent(double accuracy, double majority) => Assert.Null(Ask(Token(accuracy, majority)));

    [Fact]
    public void ValidationAboveTraining_EpochAfterEpoch_Warns()
    {
        DataDocument data = new() { Validation = 10_000 };
        Finding finding = Ask(data, (0.5, 0.6), (0.6, 0.75), (0.68, 0.76), (0.69, 0.76))!;
        Assert.Equal("Validation accuracy is above that of the next epoch's training by 7 points in the median epoch (threshold: 5 points and 2 standard errors), without dropout.", finding.Evidence);
        Assert.Null(Ask(data, (0.5, 0.6), (0.6, 0.73), (0.68, 0.74), (0.69, 0.74)));
        Assert.Null(Ask(data, (0.5, 0.6), (0.6, 0.75)));
        Assert.Null(Ask(data with { Validation = 0 }, (0.5, 0.6), (0.6, 0.75), (0.68, 0.76), (0.69, 0.76)));
        Assert.Null(Ask(data with { Validation = 100 }, (0.5, 0.6), (0.6, 0.75), (0.68, 0.76), (0.69, 0.76))); // two standard errors are ten points
    }

    [Fact]
    public void NearlyAllRightAtOnce_IsANoteAboveTheMajority()
    {
        Assert.Equal(FindingSeverity.Note, Ask(new() { MajorityAccuracy = 0.5 }, (0.9, 0.995))!.Severity);
        Assert.Null(Ask(new() { MajorityAccuracy = 0.5 }, (0.9, 0.99)));
        Assert.Null(Ask(new() { MajorityAccuracy = 0.993 }, (0.9, 0.995)));
        Assert.Null(Ask(new(), (0.9, 0.995)));
    }
}
