using Unfold.Inspection;

namespace Unfold.Training.Tests.Cancelling;

/// <summary>A run that is asked to stop at any of its reports makes at most one other, and leaves a folder that can be read.</summary>
public sealed class CancelledRunTests
{
    /// <summary>With everything that takes long: baselines, a linear model, checks, probes, folds for the threshold.</summary>
    static readonly Recipe Full = Reviews.Recipe with
    {
        Training = Reviews.Recipe.Training with { Epochs = 2, BatchSize = 32 },
        Baselines = new BaselineRecipe { BagOfWords = true, ElasticNet = true },
        Linear = new LinearRecipe { Use = LinearUse.Blend, Words = 2, MinTexts = 2 },
        Decision = new DecisionRecipe { ChosenOn = ThresholdChoice.TrainingFolds, Folds = 2 },
        Inspection = new InspectionRecipe { Lenses = LensChoice.All },
    };

    [Fact]
    public void Train_CancelledAtAnyReport_StopsThereAndLeavesAReadableFolder()
    {
        var data = Reviews.Data(64);
        var all = new List<TrainPhase>();
        Train(data, null, report => all.Add(report.Phase), CancellationToken.None);
        Assert.Equal(TrainPhase.Done, all[^1]);
        foreach (TrainPhase phase in (TrainPhase[])[TrainPhase.Preparing, TrainPhase.Baselines, TrainPhase.Checking, TrainPhase.Training, TrainPhase.Validating, TrainPhase.EpochDone, TrainPhase.ChoosingThreshold])
            Assert.Contains(phase, all);

        foreach (int at in Turns(all))
        {
            using var folder = new TemporaryFolder();
            using var stop = new CancellationTokenSource();
            int heard = 0;
            Assert.ThrowsAny<OperationCanceledException>(() => Train(data, folder["run"], Hear, stop.Token));
            Assert.True(heard <= at + 2, $"report {at} ({all[at]}): expected at most one report after it, got {heard - at - 1}"); // a last step is followed by the next phase's
            if (!File.Exists(Path.Combine(folder["run"], "run.json")))
            {
                Assert.Equal(TrainPhase.Preparing, all[at]);
                Assert.Empty(Directory.GetFileSystemEntries(folder["run"]));
                continue;
            }
            RunFolder run = RunFolder.Open(folder["run"]);
            Assert.Equal(RunStatus.Cancelled, run.Read().Status);
            Assert.Equal(run.Read().Epochs.Count, run.ReadEpochs().Count);
            if (run.Read().Epochs.Count > 0) TextClassifier.Load(run.Path).Predict("a great film");
            else Assert.False(File.Exists(run.WeightsFile));
            Assert.DoesNotContain(Directory.GetFiles(run.Path), file => file.EndsWith(".part", StringComparison.Ordinal) || file.EndsWith(".lock", StringComparison.Ordinal));

            void Hear(TrainProgress report)
            {
                if (heard++ == at) stop.Cancel();
            }
        }
    }

    [Fact]
    public void Train_CancelledAfterSeveralBestEpochs_LeavesTheWeightsOfTheLastOfThem()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        TrainingData data = Reviews.Data();
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Train(
            Reviews.Recipe with { Training = Reviews.Recipe.Training with { LearningRate = 0.005 } }, data, new TrainOptions { Out = folder["run"], ReportEvery = TimeSpan.Zero }, new Listener(Hear), stop.Token));

        RunDocument run = RunFolder.Open(folder["run"]).Read();
        Assert.InRange(run.Best!.Epoch, 2, 3); // the second and the third of which are better than the one before
        Evaluation kept = TextClassifier.Load(folder["run"]).Evaluate(data.Validation);
        Assert.Equal(run.Best.Validation.Loss!.Value, kept.Metrics.Loss!.Value, 1e-12);

        void Hear(TrainProgress report)
        {
            if (report is { Phase: TrainPhase.Validating, Epoch: 0 }) Thread.Sleep(1100); // so that the folder has weights of the first epoch: they are written once a second
            if (report is { Phase: TrainPhase.EpochDone, Epoch: 3 }) stop.Cancel();
        }
    }

    [Fact]
    public void TrainTagger_CancelledAtAnyReport_StopsThere()
    {
        Recipe recipe = TextTaggerTests.Small() with { Training = TextTaggerTests.Small().Training with { Epochs = 2 } };
        TaggingData data = new("made up", TextTaggerTests.Sentences(1, 60), TextTaggerTests.Sentences(2, 20));
        var all = new List<TrainPhase>();
        Trainer.TrainTagger(recipe, data, new TrainOptions { ReportEvery = TimeSpan.Zero }, new Listener(report => all.Add(report.Phase)));
        foreach (int at in Turns(all).Where(at => at < all.Count - 2)) // behind the last epoch there is nothing left to stop
        {
            using var folder = new TemporaryFolder();
            using var stop = new CancellationTokenSource();
            int heard = 0;
            Assert.ThrowsAny<OperationCanceledException>(() => Trainer.TrainTagger(recipe, data, new TrainOptions { Out = folder["run"], ReportEvery = TimeSpan.Zero }, new Listener(Hear), stop.Token));
            Assert.InRange(heard - at - 1, 0, 1); // the first epoch's report comes right behind the baselines'
            if (all[at] is TrainPhase.Preparing or TrainPhase.Baselines) Assert.Empty(Directory.GetFileSystemEntries(folder["run"]));
            else Assert.Equal(RunStatus.Cancelled, RunFolder.Open(folder["run"]).Read().Status);

            void Hear(TrainProgress report)
            {
                if (heard++ == at) stop.Cancel();
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_CancelledBeforeItBegan_LeavesEveryFileOfAnEarlierRun(bool tags)
    {
        using var folder = new TemporaryFolder();
        Run(new Listener(_ => { }), CancellationToken.None);
        SortedDictionary<string, byte[]> before = Files(folder["run"]);
        Assert.Contains("model.safetensors", before.Keys);
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => Run(new Listener(report =>
        {
            if (report.Phase == TrainPhase.Preparing) stop.Cancel();
        }), stop.Token));

        SortedDictionary<string, byte[]> after = Files(folder["run"]);
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));

        void Run(IProgress<TrainProgress> progress, CancellationToken cancellation)
        {
            var options = new TrainOptions { Out = folder["run"], ReportEvery = TimeSpan.Zero };
            if (tags) Trainer.TrainTagger(TextTaggerTests.Small() with { Training = TextTaggerTests.Small().Training with { Epochs = 1 } }, new TaggingData("made up", TextTaggerTests.Sentences(1, 30), TextTaggerTests.Sentences(2, 10)), options, progress, cancellation);
            else Trainer.Train(Reviews.Recipe with { Training = Reviews.Recipe.Training with { Epochs = 1 } }, Reviews.Data(64), options, progress, cancellation);
        }
    }

    static SortedDictionary<string, byte[]> Files(string folder) =>
        new(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes), StringComparer.Ordinal);

    /// <summary>The reports that begin something new, and those behind and before them.</summary>
    static IEnumerable<int> Turns(List<TrainPhase> all) =>
        Enumerable.Range(0, all.Count - 1).Where(at => at == 0 || all[at] != all[at - 1] || all[at] != all[at + 1]);

    static void Train(TrainingData data, string? folder, Action<TrainProgress> hear, CancellationToken cancellation) =>
        Trainer.Train(Full, data, new TrainOptions { Out = folder, ReportEvery = TimeSpan.Zero }, new Listener(hear), cancellation);
}
