using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class TrainerTests
{
    static readonly Recipe Small = Reviews.Recipe;

    [Fact]
    public void Train_Reviews_LearnsThemAndWritesTheRun()
    {
        using var folder = new TemporaryFolder();
        var reports = new List<TrainProgress>();
        TrainResult result = Trainer.Train(Small, Reviews.Data(), new TrainOptions { Out = folder["run"] }, new Listener(reports.Add));
        Assert.True(result.Run.Best!.Validation.Accuracy > 0.95, result.Run.Best.ToString());
        RunDocument written = RunFolder.Open(folder["run"]).Read();
        Assert.Equal((RunStatus.Finished, "all 5 epochs done", 5), (written.Status, written.Ended, written.Epochs.Count));
        Assert.Equal(5, RunFolder.Open(folder["run"]).ReadEpochs().Count);
        Assert.Equal(result.Classifier.Network.ParameterCount, written.Model.Parameters);
        Assert.Equal(["embedding.weight", "gru.weight_ih_l0", "gru.weight_hh_l0", "gru.bias_ih_l0", "gru.bias_hh_l0", "fc.weight", "fc.bias"], written.Gradients.Keys);
        Assert.All(written.Gradients.Values, g => Assert.Equal(5 * 13, g.Norm.Count));
        Assert.Equal(["bad", "good"], written.Data.Classes);
        Assert.Equal([13, 13, 13, 13, 13], written.Epochs.Select(e => e.Steps));
        Assert.Equal(5, reports.Count(r => r.Phase == TrainPhase.EpochDone));
        Assert.All(reports.Where(r => r.Phase == TrainPhase.EpochDone), r => Assert.Contains("validation loss", r.Words!, StringComparison.Ordinal));
    }

    [Fact]
    public void Train_SameSeedOtherThreads_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Small with { Model = Small.Model with { Dropout = 0.2, EmbeddingDropout = 0.2, Bidirectional = true }, Training = Small.Training with { Epochs = 2 } };
        var bytes = new List<byte[]>();
        foreach (int threads in (int[])[1, 2, 5])
        {
            Execution.Threads = threads;
            Trainer.Train(recipe, Reviews.Data(), new TrainOptions { Out = folder[$"{threads}"] });
            bytes.Add(File.ReadAllBytes(Path.Combine(folder[$"{threads}"], "model.safetensors")));
        }
        Execution.Threads = 0;
        Assert.Equal(bytes[0], bytes[1]);
        Assert.Equal(bytes[0], bytes[2]);
        Trainer.Train(recipe with { Seed = 4 }, Reviews.Data(), new TrainOptions { Out = folder["other"] });
        Assert.NotEqual(bytes[0], File.ReadAllBytes(Path.Combine(folder["other"], "model.safetensors")));
    }

    [Fact]
    public void Train_WatchedOrNot_GivesTheSameWeights()
    {
        Recipe recipe = Small with { Training = Small.Training with { Epochs = 2 } };
        TextModel watched = Trainer.Train(recipe, Reviews.Data()).Classifier.Network;
        TextModel alone = Trainer.Train(recipe with { Inspection = new InspectionRecipe { Enabled = false } }, Reviews.Data()).Classifier.Network;
        foreach ((string name, Tensor tensor) in watched.CopyState()) Assert.Equal(tensor.ToFloats(), alone.CopyState()[name].ToFloats());
    }

    [Fact]
    public void Train_LaterEpochsWorse_BestWeightsAreRestored()
    {
        // Labels of the training part are noise, so that validation soon gets worse.
        var rng = new Rng(9);
        Corpus noise = new(Reviews.Make(120, 2).Select(row => new LabelledText(row.Text, rng.Next(2) == 0 ? "bad" : "good")));
        var data = new TrainingData("noise", noise, Reviews.Corpus(80, 77));
        Recipe recipe = Small with { Training = Small.Training with { Epochs = 30, LearningRate = 0.05, Patience = 4 } };
        TrainResult result = Trainer.Train(recipe, data);
        EpochDocument best = result.Run.Epochs.MinBy(e => e.Validation.Loss)!;
        Assert.True(result.Run.Epochs.Count < 30);
        Assert.StartsWith("early stopping: 4 epochs without a gain of more than 0.001 in validation loss", result.Run.Ended, StringComparison.Ordinal);
        Assert.NotEqual(result.Run.Epochs[^1].Epoch, best.Epoch);
        Assert.Equal(best.Epoch, result.Run.Best!.Epoch);
        Assert.Equal(best.Validation.Loss!.Value, result.Classifier.Evaluate(data.Validation).Metrics.Loss!.Value, tolerance: 1e-6);
    }

    [Fact]
    public void Train_LossBecomesNaN_KeepsGoodWeightsAndNamesThePlace()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Small with { Model = Small.Model with { Cell = CellKind.Rnn, Activation = Nn.Activation.Relu }, Training = Small.Training with { Optimizer = OptimizerKind.Sgd, LearningRate = 1000, Epochs = 5 } };
        var error = Assert.Throws<DivergedException>(() => Trainer.Train(recipe, Reviews.Data(), new TrainOptions { Out = folder["run"] }));
        Assert.Equal(3, error.ExitCode);
        Assert.Matches(@"^Training, epoch \d+, step \d+: expected finite numbers, but the (validation )?(loss|norm of the gradients) is .+\. ", error.Message);
        Assert.EndsWith("lower training.learningRate (now 1000) or clip gradients with training.clipNorm=1.", error.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Diverged, RunFolder.Open(folder["run"]).Read().Status);
        TextClassifier kept = TextClassifier.Load(folder["run"]);
        Assert.All(kept.Network.CopyState().Values, tensor => Assert.All(tensor.ToFloats(), value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void Train_Cancelled_LeavesWhatIsDone()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var listener = new Listener(report =>
        {
            if (report is { Phase: TrainPhase.EpochDone, Epoch: 1 }) stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(Small, Reviews.Data(), new TrainOptions { Out = folder["run"] }, listener, stop.Token));
        RunDocument run = RunFolder.Open(folder["run"]).Read();
        Assert.Equal((RunStatus.Cancelled, 2), (run.Status, run.Epochs.Count));
        Assert.Equal(2, RunFolder.Open(folder["run"]).ReadEpochs().Count);
        Assert.NotEmpty(run.Gradients);
        double loss = TextClassifier.Load(folder["run"]).Evaluate(Reviews.Data().Validation).Metrics.Loss!.Value;
        Assert.Equal(run.Best!.Validation.Loss!.Value, loss, tolerance: 1e-6);
    }

    [Fact]
    public void Train_RareClassWeighted_IsFoundMoreOften()
    {
        Recipe recipe = Small with { Training = Small.Training with { Epochs = 1, LearningRate = 0.005 } };
        double plain = Trainer.Train(recipe, Reviews.Data(400, 3, goodShare: 0.1)).Run.Best!.Validation[MetricNames.Recall];
        double balanced = Trainer.Train(recipe with { Training = recipe.Training with { ClassWeights = ClassWeighting.Balanced } }, Reviews.Data(400, 3, goodShare: 0.1)).Run.Best!.Validation[MetricNames.Recall];
        double positive = Trainer.Train(recipe with { Training = recipe.Training with { PositiveWeight = 9 } }, Reviews.Data(400, 3, goodShare: 0.1)).Run.Best!.Validation[MetricNames.Recall];
        Assert.True(balanced > plain, $"{balanced} against {plain}");
        Assert.True(positive > plain, $"{positive} against {plain}");
    }

    [Fact]
    public void Train_ThresholdOnTrainingFolds_IsChosenWithoutValidation()
    {
        Recipe recipe = Small with { Training = Small.Training with { Epochs = 2 }, Decision = new DecisionRecipe { ChosenOn = ThresholdChoice.TrainingFolds, Folds = 2 } };
        TrainingData data = Reviews.Data(200, 3, goodShare: 0.2);
        ThresholdDocument one = Trainer.Train(recipe, data).Run.Threshold!;
        ThresholdDocument other = Trainer.Train(recipe, data with { Validation = Reviews.Corpus(100, 3000, goodShare: 0.2) } ).Run.Threshold!;
        Assert.Equal("training folds", one.ChosenOn);
        Assert.InRange(one.Value, 0.001, 0.999);
        Assert.NotEqual(0.5, one.Value);
        Assert.Equal("training folds", other.ChosenOn);
    }

    [Fact]
    public void Train_FrozenGroup_StaysAsItWas()
    {
        Recipe recipe = Small with { Training = Small.Training with { Epochs = 1, Groups = [new ParameterGroupRecipe { Match = "embedding.*", Rate = 0 }] } };
        TextModel trained = Trainer.Train(recipe, Reviews.Data()).Classifier.Network;
        TextModel fresh = new(recipe.Model, trained.Embedding!.Weight.Shape[0], 2, new Rng(recipe.Seed).Fork("model"));
        Assert.Equal(fresh.Embedding!.Weight.Value.ToFloats(), trained.Embedding!.Weight.Value.ToFloats());
        Assert.NotEqual(fresh.Output.Weight.Value.ToFloats(), trained.Output.Weight.Value.ToFloats());
    }

    [Fact]
    public void Train_GroupThatFitsNothing_NamesTheParameters()
    {
        Recipe recipe = Small with { Training = Small.Training with { Groups = [new ParameterGroupRecipe { Match = "lstm.*" }] } };
        var error = Assert.Throws<RecipeException>(() => Trainer.Train(recipe, Reviews.Data()));
        Assert.StartsWith("training.groups[0].match: expected the name of a parameter that no group above it takes, got \"lstm.*\". The model has embedding.weight, gru.weight_ih_l0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OutputUnderAFile_FailsBeforeTheDataIsRead()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "x");
        var error = Assert.Throws<DataException>(() => Trainer.Train(Recipe.ForCsv(folder["missing.csv"], "t", "l"), new TrainOptions { Out = Path.Combine(folder["file"], "run") }));
        Assert.StartsWith($"Run folder {folder["file"]}", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.ExitCode);
    }

    [Fact]
    public void Train_KnownDataWithoutFolder_SaysHowToGetIt()
    {
        var error = Assert.Throws<DataException>(() => Trainer.Train(RecipeCatalog.Get("twitter-lstm")));
        Assert.Equal("Data twitter: expected the folder of the data sets, got none. Name it with --data-dir, or set UNFOLD_DATA.", error.Message);
    }

    [Fact]
    public void Train_ThreeClasses_LearnsThem()
    {
        List<LabelledText> rows = [.. Reviews.Make(150, 8).Select(r => new LabelledText(r.Text, r.Label)), .. Enumerable.Range(0, 75).Select(i => new LabelledText($"recipe with {i % 7} eggs and flour", "food"))];
        TrainingData data = TrainingData.Split(new Corpus(rows), new DataRecipe());
        TrainResult result = Trainer.Train(Small with { Training = Small.Training with { LabelSmoothing = 0.05 } }, data);
        Assert.Equal(["bad", "food", "good"], result.Classifier.Classes);
        Assert.True(result.Run.Best!.Validation[MetricNames.MacroF1] > 0.9, result.Run.Best.ToString());
        Assert.Null(result.Run.Threshold);
        Assert.Equal(3, result.Run.Confusion!.Count);
        Assert.Equal(1, result.Classifier.Predict("eggs and flour").Probabilities.Values.Sum(), tolerance: 1e-9);
    }
}
