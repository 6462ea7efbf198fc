namespace Unfold.Inspection.Tests;

/// <summary>D02 and D04 from the record of a loop of one's own, and their remedies.</summary>
public sealed class ReadOutRuleTests
{
    [Fact]
    public void D02_RecordThatKnowsTheClasses_NeedsNothingElse()
    {
        HandRun run = new HandRun().Epochs("loss", "validation", "loss", 0.3, 0.3).Array("loss", "validation", "classes", 0, 3, 0, 900, 100, 1, 0, 0.1f, 2).Array("loss", "validation", "classes", 1, 3, 0, 900, 100, 1, 0.04f, 0.1f, 2);
        RunEvidence evidence = new(run.Evidence().Record!);

        Assert.Equal((0.9, 1000), (evidence.Run.Data.MajorityAccuracy!.Value, evidence.Run.Data.Validation));
        Assert.Equal(0.325, evidence.Run.Data.PriorEntropy!.Value, 3);
        Finding finding = new MajorityRule().Check(evidence)!;
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Equal("Accuracy 90.40 % in epoch 1, always answering the majority: 90.00 % (threshold: 0.5 points or 2 standard errors); of the other texts 4.00 % were found (threshold: 5.00 %).", finding.Evidence);
    }

    [Fact]
    public void D02_RareClassFoundOrAnswersUnknown_IsSilent()
    {
        Assert.Null(Own(0.05f));
        Assert.Null(Own(float.NaN));

        static Finding? Own(float found) => new MajorityRule().Check(new(new HandRun().Epochs("loss", "validation", "loss", 0.3)
            .Array("loss", "validation", "classes", 0, 3, 0, 900, 100, float.IsNaN(found) ? float.NaN : 1, found, 0.1f, 2).Evidence().Record!));
    }

    [Fact]
    public void D02_Remedies_AreSettingsOfTheRecipe()
    {
        Finding finding = new HandRun
        {
            Run = new()
            {
                Settings = HandRun.Recipe,
                Data = new() { MajorityAccuracy = 0.9, Validation = 1000 },
                Epochs = [new() { Validation = new() { ["accuracy"] = 0.9, ["recall"] = 0 } }],
            },
        }.Ask(new MajorityRule())!;
        Assert.Equal(
            ["text.padToLength=0", "training.classWeights=balanced", "model.readOut=max", "decision.chosenOn=trainingFolds"],
            finding.Remedies.SelectMany(remedy => remedy.Settings).Select(set => $"{set.Key}={set.Value}"));
        Assert.Equal(FigureNames.Confusion, finding.Figure);
    }

    static HandRun Losses(params double[] losses) => new()
    {
        Run = new() { Data = new() { PriorEntropy = Math.Log(2) }, Epochs = [.. losses.Select((loss, i) => new EpochDocument { Epoch = i, Train = new() { ["loss"] = loss } })] },
    };

    [Fact]
    public void D04_LossAtLn2_SaysSo()
    {
        Finding finding = Losses(0.70, 0.6930).Ask(new PriorPlateauRule())!;
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Equal("Training loss 0.693 in epoch 1, prior entropy 0.6931 (ln 2) (threshold: 98.00 % of it).", finding.Evidence);
        Assert.Equal(0.6930 / Math.Log(2), finding.Numbers[0].Value, 12);
    }

    [Fact]
    public void D04_JustBelowOrWeighted_IsSilent()
    {
        Assert.Null(Losses(0.70, 0.679).Ask(new PriorPlateauRule()));
        HandRun weighted = Losses(0.70, 0.693);
        weighted = new() { Run = weighted.Run with { Settings = System.Text.Json.JsonElement.Parse("""{ "training": { "classWeights": "balanced" } }""") } };
        Assert.Null(weighted.Ask(new PriorPlateauRule()));
        Assert.Null(new HandRun { Run = Losses(0.7, 0.7).Run with { Data = new() } }.Ask(new PriorPlateauRule()));
    }
}
