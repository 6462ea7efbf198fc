using Unfold.Inspection;

namespace Unfold.Training.Tests;

/// <summary>The published experiment's figures, on the real tweets where they are there.</summary>
public sealed class RealDataTests
{
    [Fact]
    public void Train_TanhRnnOnTweets_HasThePublishedFiguresAndSitsOnTheMajority()
    {
        if (RealData.Folder is not { } data) return;
        Recipe recipe = RecipeCatalog.Get("twitter-rnn-tanh") with { Seed = 1 };
        recipe = recipe with { Training = recipe.Training with { Epochs = 1 }, Baselines = new BaselineRecipe() };
        RunDocument run = Trainer.Train(recipe, new TrainOptions { DataFolder = data }).Run;
        Assert.Equal((25_569, 6_393, 10_000), (run.Data.Train, run.Data.Validation, run.Data.Vocabulary!.Value));
        Assert.Equal(0.92867, run.Data.MajorityAccuracy!.Value, tolerance: 1e-5);
        Assert.Equal(0.12557, run.Data.UnknownShare!.Value, tolerance: 1e-5);
        Assert.Equal(322_145, run.Model.Parameters);
        Assert.Equal(0, run.Epochs[0].Validation.F1);
        Assert.Equal(0.9287, run.Epochs[0].Validation.Accuracy!.Value, tolerance: 5e-4);
        Assert.Contains(run.Findings, finding => finding.Id == "D02");
        MetricValues words = run.Baselines.Single(b => b.Name == "bag-of-words").Metrics;
        Assert.InRange(words.F1!.Value, 0.69, 0.73);
        Assert.InRange(words[MetricNames.AveragePrecision], 0.78, 0.81);
    }

    [Fact]
    public void TextModel_Lstm_HasThePublishedParameterCount() =>
        Assert.Equal(328_481, new TextModel(RecipeCatalog.Get("twitter-lstm").Model, 10_000, 2, new Rng(1)).ParameterCount);
}
