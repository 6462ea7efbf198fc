using Unfold.Inspection;

namespace Unfold.Training.Tests;

public sealed class EpochTests
{
    static readonly Recipe Small = Reviews.Recipe with { Training = Reviews.Recipe.Training with { Epochs = 2, BatchSize = 8 } };

    /// <summary>Without shuffling differences: plain SGD on half batches that accumulate is SGD on whole ones, up to rounding.</summary>
    [Fact]
    public void Accumulate_TwoHalves_MakeTheStepOfTheWhole()
    {
        Recipe sgd = Small with { Training = Small.Training with { Optimizer = OptimizerKind.Sgd, LearningRate = 0.1, BatchSize = 16, Epochs = 1 } };
        TrainingData data = Reviews.Data(count: 192);
        TrainResult whole = Trainer.Train(sgd, data), halves = Trainer.Train(sgd with { Training = sgd.Training with { BatchSize = 8, Accumulate = 2 } }, data);

        Assert.Equal((12, 12), (whole.Run.Epochs[0].Steps, halves.Run.Epochs[0].Steps));
        foreach ((Parameter a, Parameter b) in whole.Classifier.Network.Parameters.Zip(halves.Classifier.Network.Parameters))
            Assert.True(a.Value.ToFloats().Zip(b.Value.ToFloats()).Max(pair => Math.Abs(pair.First - pair.Second)) < 1e-5, a.Name);
        Assert.Equal(whole.Run.Epochs[0].Train.Loss!.Value, halves.Run.Epochs[0].Train.Loss!.Value, 1e-5);
    }

    [Fact]
    public void Accumulate_ALastStepOfFewer_StillCountsThem()
    {
        TrainResult result = Trainer.Train(Small with { Training = Small.Training with { Accumulate = 3 } }, Reviews.Data(count: 80)); // ten batches
        Assert.Equal([4, 4], result.Run.Epochs.Select(epoch => epoch.Steps));
    }

    [Fact]
    public void Examples_FewerThanThereAre_EndTheEpochAndTheNextHasOthers()
    {
        var seen = new List<string>();
        TrainResult result = Trainer.Train(Small with { Training = Small.Training with { Examples = 20, ReportEvery = 2 } }, Reviews.Data(), progress: new Listener(report =>
        {
            if (report is { Phase: TrainPhase.Training, Words: { } words }) seen.Add(words);
        }));
        Assert.Equal([3, 3], result.Run.Epochs.Select(epoch => epoch.Steps)); // 24 of 200 examples
        Assert.Equal(2, seen.Count);
        Assert.Matches(@"^Epoch 0, batch 2 of 3: loss 0\.\d{4}, accuracy [01]\.\d{4} of the last 16 examples\.$", seen[0]);
    }
}
