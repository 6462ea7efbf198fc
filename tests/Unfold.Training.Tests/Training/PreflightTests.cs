using Unfold.Inspection;

namespace Unfold.Training.Tests;

public sealed class PreflightTests
{
    [Fact]
    public void Check_HealthyModel_MakesEveryCheckAndFindsNothingCritical()
    {
        RunDocument run = Preflight.Check(Reviews.Recipe, Reviews.Data());

        Assert.Equal(RunStatus.Checked, run.Status);
        Assert.Empty(run.Epochs);
        Assert.NotNull(run.Data.Audit);
        ChecksDocument checks = run.Checks!;
        Assert.Equal([], checks.Omitted.Where(omitted => omitted.Name != CheckNames.Padding));
        Assert.InRange(checks.InitialLoss!.Loss, 0.5, 1);
        Assert.Equal(Math.Log(2), checks.InitialLoss.Uniform, 6);
        Assert.Equal("Float64", checks.Gradients!.Precision);
        Assert.All(checks.Gradients.Parameters, parameter => Assert.InRange(parameter.Error, 0, 1e-4));
        Assert.Equal(0, checks.Mixing!.Influence);
        Assert.True(checks.Overfit!.Loss < 0.01, $"loss {checks.Overfit.Loss} after {checks.Overfit.Steps} steps");
        Assert.DoesNotContain(run.Findings, finding => finding.Severity == FindingSeverity.Critical);
    }

    [Fact]
    public void Train_WithChecksAndWithout_GivesTheSameBytes()
    {
        Recipe recipe = Reviews.Recipe with { Model = Reviews.Recipe.Model with { Dropout = 0.2 }, Training = Reviews.Recipe.Training with { Epochs = 2 } };
        TrainResult with = Trainer.Train(recipe, Reviews.Data()), without = Trainer.Train(recipe with { Doctor = recipe.Doctor with { Checks = false } }, Reviews.Data());

        Assert.NotNull(with.Run.Checks);
        Assert.Null(without.Run.Checks);
        Assert.Equal(without.Run.Epochs.Select(epoch => epoch.Validation.Loss), with.Run.Epochs.Select(epoch => epoch.Validation.Loss));
        string[] texts = [.. Reviews.Make(20, 77).Select(row => row.Text)];
        Assert.Equal(texts.Select(text => without.Classifier.Predict(text).Probabilities), texts.Select(text => with.Classifier.Predict(text).Probabilities));
    }

    [Fact]
    public void Train_WithChecks_ShowsTheFindingsBeforeTheFirstEpoch()
    {
        List<TrainProgress> seen = [];
        Trainer.Train(Reviews.Recipe with { Training = Reviews.Recipe.Training with { Epochs = 1 } }, Reviews.Data(), progress: new Listener(seen.Add));

        int found = seen.FindIndex(progress => progress is { Phase: TrainPhase.Checking, Findings: not null });
        Assert.True(found >= 0 && found < seen.FindIndex(progress => progress.Phase == TrainPhase.EpochDone));
    }

    [Fact]
    public void Check_ThresholdOfTheRecipe_IsTheOneThatRulesCompareWith()
    {
        Recipe recipe = new RecipeReader().AddJson(Reviews.Recipe.ToJson(), "reviews").Set("doctor.thresholds=D03.note=1.0001,D03.ratio=1.0002").Set("data.file=a.csv").Resolve().Recipe;

        Assert.Equal(1.0001, recipe.Doctor.Thresholds["D03.note"]);
        Assert.Throws<RecipeException>(() => new RecipeReader().Set("doctor.thresholds=D03.nota=1").Set("data.file=a.csv").Resolve());
    }
}
