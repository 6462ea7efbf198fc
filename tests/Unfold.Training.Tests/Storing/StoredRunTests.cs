using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training.Tests.Storing;

/// <summary>Where the rows are while a model trains cannot be told from what comes of it.</summary>
public sealed class StoredRunTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Reviews by five authors, some of them twice.</summary>
    static string Table(int count, ulong seed)
    {
        var rng = new Rng(seed);
        List<(string Text, string Label)> rows = Reviews.Make(count, seed, goodShare: 0.2);
        return "text,label,author\n" + string.Concat(Enumerable.Range(0, count).Select(i => rows[i % 7 == 6 ? i - 6 : i]).Select(row => $"{row.Text},{row.Label},\"author {rng.Next(30)}\"\n"));
    }

    Recipe Recipe(string choice)
    {
        File.WriteAllText(_folder["reviews.csv"], Table(400, seed: 1));
        File.WriteAllText(_folder["others.csv"], Table(100, seed: 2));
        var data = new DataRecipe { File = _folder["reviews.csv"] };
        Recipe recipe = Reviews.Recipe with { Training = Reviews.Recipe.Training with { Epochs = 2 }, Doctor = new DoctorRecipe { Checks = false } };
        return choice switch
        {
            "plain" => recipe with { Data = data },
            "together, a test share, pools" => recipe with { Data = data with { Duplicates = DuplicateRows.Together, TestShare = 0.2 }, Training = recipe.Training with { BucketBatches = 4 } },
            "groups, baselines" => recipe with { Data = data with { Group = "author", TestShare = 0.1 }, Baselines = new BaselineRecipe { ElasticNet = true } },
            "other files, pads" => recipe with { Data = data with { ValidationFile = _folder["others.csv"], TestFile = _folder["others.csv"] }, Text = recipe.Text with { PadToLength = 12, MaxLength = 0 } },
            _ => recipe with { Data = data, Linear = new LinearRecipe { Use = LinearUse.Blend }, Decision = new DecisionRecipe { ChosenOn = ThresholdChoice.TrainingFolds, Folds = 2 } },
        };
    }

    [Theory]
    [InlineData("plain"), InlineData("together, a test share, pools"), InlineData("groups, baselines"), InlineData("other files, pads"), InlineData("a blend, folds")]
    public void Train_RowsInAFile_GivesTheBytesOfMemory(string choice)
    {
        Recipe recipe = Recipe(choice);
        (byte[] Weights, RunDocument Run) memory = Train(DataStore.Memory), file = Train(DataStore.File);
        Assert.Equal(memory.Weights, file.Weights);
        Assert.Equal(memory.Run.Epochs.Select(epoch => (epoch.Train.Loss, epoch.Validation.Loss)), file.Run.Epochs.Select(epoch => (epoch.Train.Loss, epoch.Validation.Loss)));
        Assert.Equal(Written(memory.Run), Written(file.Run));
        Assert.True(file.Run.Memory!.PredictedPeakBytes < memory.Run.Memory!.PredictedPeakBytes);

        (byte[] Weights, RunDocument Run) Train(DataStore store)
        {
            string place = _folder[$"run in {store}"];
            RunDocument run = Trainer.Train(recipe with { Data = recipe.Data with { Store = store } }, new TrainOptions { Out = place }).Run;
            Assert.Empty(Directory.GetFiles(place, ".*"));
            return (File.ReadAllBytes(RunFolder.Open(place).WeightsFile), run);
        }
    }

    [Fact]
    public void Evaluate_RowsInAFile_GivesTheNumbersOfMemory()
    {
        TextClassifier classifier = TextClassifier.Train(Reviews.Make(200, seed: 4), Reviews.Recipe with { Doctor = new DoctorRecipe { Checks = false } });
        File.WriteAllText(_folder["others.csv"], Table(100, seed: 2));
        DataRecipe data = classifier.Recipe.Data;
        using var scratch = new ScratchFolder(_folder.Path);
        Corpus file = Evaluator.Open(data with { Store = DataStore.File }, _folder["others.csv"], null, scratch), memory = Evaluator.Open(data, _folder["others.csv"], null, scratch);
        Assert.True(file.IsInFile);
        Assert.False(memory.IsInFile);
        Evaluation a = classifier.Evaluate(file), b = classifier.Evaluate(memory);
        Assert.Equal(b.Metrics.ToArray(), a.Metrics.ToArray());
        Assert.Equal(b.Confusion, a.Confusion);
    }

    /// <summary>What a run says, but for its time and place.</summary>
    static string Written(RunDocument run) => RunJson.Write(run with
    {
        Out = "", Settings = null, Memory = null, Speed = new SpeedDocument(), Environment = new EnvironmentDocument(), Epochs = [],
        Baselines = [.. run.Baselines.Select(baseline => baseline with { Metrics = Without(baseline.Metrics, "seconds") })],
    });

    static MetricValues Without(MetricValues metrics, string name)
    {
        var rest = new MetricValues();
        foreach ((string key, double value) in metrics)
        {
            if (key != name) rest[key] = value;
        }
        return rest;
    }

    [Fact]
    public void Open_AsTheRecipeSays_IsInMemoryOrInAFile()
    {
        Recipe recipe = Recipe("plain");
        using var scratch = new ScratchFolder(_folder.Path);
        foreach ((DataStore store, bool inFile) in (ReadOnlySpan<(DataStore, bool)>)[(DataStore.Auto, false), (DataStore.Memory, false), (DataStore.File, true)])
        {
            DataRecipe data = recipe.Data with { Store = store };
            Assert.Equal(inFile, TrainingData.Open(data, null, scratch, CancellationToken.None).Train.IsInFile);
            Assert.False(TrainingData.Open(data).Train.IsInFile);
        }
    }

    /// <summary>Holes take no room on the disk.</summary>
    [Theory]
    [InlineData("table.csv", 17, true), InlineData("table.csv", 15, false), InlineData("table.csv.gz", 5, true), InlineData("table.csv.gz", 3, false)]
    public void IsFile_Auto_GoesByTheTablesSize(string name, int share, bool inFile)
    {
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        using (FileStream hole = File.Create(_folder[name])) hole.SetLength(memory / 256 * share);
        Assert.Equal(inFile, StoreChoice.IsFile(DataStore.Auto, [_folder[name], _folder["none.csv"]]));
        Assert.Equal((false, true), (StoreChoice.IsFile(DataStore.Memory, [_folder[name]]), StoreChoice.IsFile(DataStore.File, [_folder[name]])));
    }

    [Fact]
    public void Train_CancelledWithRowsInAFile_LeavesNone()
    {
        Recipe recipe = Recipe("plain") with { Data = new DataRecipe { File = _folder["reviews.csv"], Store = DataStore.File } };
        using var stop = new CancellationTokenSource();
        var progress = new Listener(state =>
        {
            if (state.Phase == TrainPhase.Training) stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Train(recipe, new TrainOptions { Out = _folder["run"] }, progress, stop.Token));
        Assert.True(File.Exists(Path.Combine(_folder["run"], "run.json")));
        Assert.Empty(Directory.GetFiles(_folder["run"], ".*"));
    }

    [Fact]
    public void Of_AFileCancelled_ReadsNoFurther()
    {
        File.WriteAllText(_folder["a.csv"], "text");
        Assert.Equal("sha256:982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1", Fingerprint.Of(_folder["a.csv"], CancellationToken.None));
        Assert.ThrowsAny<OperationCanceledException>(() => Fingerprint.Of(_folder["a.csv"], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Of_RowsInMemoryOrInAFile_IsTheSameAndNoneIsLikeAnother()
    {
        Recipe recipe = Recipe("together, a test share, pools");
        using var scratch = new ScratchFolder(_folder.Path);
        string memory = Print(recipe with { Data = recipe.Data with { Store = DataStore.Memory } });
        Assert.Equal(memory, Print(recipe with { Data = recipe.Data with { Store = DataStore.File } }));
        string[] others = [Print(recipe with { Data = recipe.Data with { SplitSeed = 1 } }), Print(recipe with { Text = recipe.Text with { MaxLength = 4 } }), Print(recipe with { Data = recipe.Data with { Test = false } })];
        Assert.Equal(4, others.Append(memory).Distinct().Count());

        string Print(Recipe recipe)
        {
            PreparedData data = PreparedData.Encode(recipe, TrainingData.Open(recipe.Data, null, scratch, CancellationToken.None));
            return Fingerprint.Of(data, data.NewNetwork(recipe, new Rng(1)), CancellationToken.None);
        }
    }
}
