using System.Reflection;
using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Training.Tests;

/// <summary>A run that was stopped goes on to the very same bytes, metrics and record.</summary>
public sealed class ResumedRunTests
{
    /// <summary>Everything random that a classifier has, several batches to a step, and a step size that changes.</summary>
    static readonly Recipe Base = Reviews.Recipe with
    {
        Model = Reviews.Recipe.Model with { Dropout = 0.3, EmbeddingDropout = 0.2, WordDropout = 0.1, Bidirectional = true },
        Training = Reviews.Recipe.Training with { Epochs = 3, BucketBatches = 3, Schedule = ScheduleKind.Cosine, WarmUpSteps = 5, ClipNorm = 0.5, WeightDecay = 1e-4 },
        Inspection = new InspectionRecipe { ProbeBudget = 1e6, ProbeTexts = 8 },
        Doctor = new DoctorRecipe { Checks = false },
    };

    /// <summary>Several batches to a step, every lens, actions that go back, a threshold chosen on folds, an end before the last epoch.</summary>
    static readonly Recipe Rich = Base with
    {
        Model = Base.Model with { Cell = CellKind.Lstm, Layers = 2, Bidirectional = false },
        Training = Base.Training with { Epochs = 6, Accumulate = 2, Schedule = ScheduleKind.Step, StepEpochs = 1, Patience = 1, MinGain = 0.2, LearningRate = 0.01 },
        Inspection = Base.Inspection with { Lenses = LensChoice.All },
        Doctor = Base.Doctor with
        {
            Actions = new Dictionary<string, AlarmAction>(StringComparer.Ordinal) { ["D01"] = AlarmAction.RollBack, ["D08"] = AlarmAction.RollBack, ["D21"] = AlarmAction.LowerRate },
            Thresholds = new Dictionary<string, double>(StringComparer.Ordinal) { ["D08.spike"] = 1.02, ["window"] = 2 }, MostActions = 1000,
        },
        Decision = new DecisionRecipe { ChosenOn = ThresholdChoice.TrainingFolds, Folds = 3 },
    };

    static void Train(Recipe recipe, string folder, bool resume = false, TimeSpan? every = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        var options = new TrainOptions { Out = folder, Resume = resume, CheckpointEvery = every ?? TimeSpan.Zero, ReportEvery = TimeSpan.Zero };
        if (recipe.Task == TaskKind.Tagging) Trainer.TrainTagger(recipe, new TaggingData("tags", TextTaggerTests.Sentences(1, 60), TextTaggerTests.Sentences(2, 20)), options, progress, cancellation);
        else Trainer.Train(recipe, Reviews.Data(120), options, progress, cancellation);
    }

    /// <summary>Stops where a report of a phase says so, and again and again until the run ends.</summary>
    /// <param name="recipe">What is trained.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="phase">Where it stops.</param>
    /// <param name="at">At which report of that phase in each process.</param>
    /// <param name="every">How often checkpoints are written.</param>
    /// <returns>How often it was stopped.</returns>
    static int TrainWithStops(Recipe recipe, string folder, TrainPhase phase, int at, TimeSpan? every = null)
    {
        for (int stopped = 0; ; stopped++)
        {
            using var source = new CancellationTokenSource();
            int reports = 0;
            try
            {
                Train(recipe, folder, resume: stopped > 0, every, new Listener(progress =>
                {
                    if (progress.Phase == phase && ++reports == at) source.Cancel();
                }), source.Token);
                return stopped;
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(RunStatus.Cancelled, RunFolder.Open(folder).Read().Status);
            }
        }
    }

    [Fact]
    public void Train_StoppedEveryFewSteps_EndsAsTheRunThatWasNeverStopped()
    {
        using var folder = new TemporaryFolder();
        Train(Base, folder["whole"], every: TimeSpan.FromHours(1));
        int stops = TrainWithStops(Base, folder["stopped"], TrainPhase.Training, at: 5);
        Assert.True(stops >= 4, $"{stops} stops");
        SameRun.Check(folder["whole"], folder["stopped"]);
    }

    [Fact]
    public void Train_AccumulatedActedOnAndStopped_EndsAsTheRunThatWasNeverStopped()
    {
        using var folder = new TemporaryFolder();
        Train(Rich, folder["whole"], every: TimeSpan.FromHours(1));
        RunDocument whole = RunFolder.Open(folder["whole"]).Read();
        Assert.Contains(whole.Actions, action => action.Action == "rollBack");
        Assert.StartsWith("early stopping", whole.Ended, StringComparison.Ordinal);
        Assert.Equal("training folds", whole.Threshold!.ChosenOn);
        int stops = TrainWithStops(Rich, folder["stopped"], TrainPhase.Training, at: 7); // an odd number: within a step, too
        Assert.True(stops >= 2, $"{stops} stops");
        SameRun.Check(folder["whole"], folder["stopped"]);
        stops = TrainWithStops(Rich, folder["folds"], TrainPhase.ChoosingThreshold, at: 2);
        Assert.True(stops == 2, $"{stops} stops between three folds");
        SameRun.Check(folder["whole"], folder["folds"]);
    }

    [Fact]
    public void Train_TaggerStopped_EndsAsTheRunThatWasNeverStopped()
    {
        using var folder = new TemporaryFolder();
        Recipe tagger = TextTaggerTests.Small(crf: true) is var small ? small with { Training = small.Training with { Epochs = 3, Patience = 0 }, Tagging = small.Tagging with { WordDropout = 0.2 }, Model = small.Model with { Dropout = 0.2 } } : null!;
        Train(tagger, folder["whole"], every: TimeSpan.FromHours(1));
        int stops = TrainWithStops(tagger, folder["stopped"], TrainPhase.Training, at: 4);
        Assert.True(stops >= 1, $"{stops} stops");
        SameRun.Check(folder["whole"], folder["stopped"]);
    }

    [Fact]
    public void Train_StoppedWhileJudged_GoesOnFromTheCheckpointBefore()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Base with { Inspection = new InspectionRecipe { Enabled = false } };
        Train(recipe, folder["whole"]);
        Assert.Equal(3, TrainWithStops(recipe, folder["stopped"], TrainPhase.EpochDone, at: 1)); // the next epoch's first step, or the end, notices
        SameRun.Check(folder["whole"], folder["stopped"]);
    }

    [Fact]
    public void Train_DiskFullAtACheckpoint_SaysSoAndGoesOnFromTheOneBefore()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Base with { Inspection = new InspectionRecipe { Enabled = false } };
        Train(recipe, folder["whole"]);
        var disk = new FullDisk { Room = 5 };
        var error = Assert.Throws<DataException>(() => Trainer.Train(recipe, Reviews.Data(120), new TrainOptions { Out = folder["full"], CheckpointEvery = TimeSpan.Zero, Disk = disk }));
        string place = Path.Combine(folder["full"], "checkpoint");
        Assert.Equal(
            $"{Path.Combine(place, "resume-000006.safetensors")}: expected a file that can be written, got: No space left on device Check that the folder exists, that you may write to it and that the disk has room. "
            + "The checkpoint before it stays: when there is room again, go on with --resume.", error.Message);
        Assert.Equal(["resume-000004.safetensors", "resume-000005.safetensors"], Directory.GetFiles(place).Select(file => Path.GetFileName(file)).Order());
        Train(recipe, folder["full"], resume: true);
        SameRun.Check(folder["whole"], folder["full"]);
    }

    [Fact]
    public void Train_NewestCheckpointDamaged_IsSkippedWithAWord()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Base with { Training = Base.Training with { Epochs = 2 } };
        Train(recipe, folder["whole"]);
        Stop(recipe, folder["run"]);
        string newest = Directory.GetFiles(Path.Combine(folder["run"], "checkpoint")).Order().Last();
        byte[] bytes = File.ReadAllBytes(newest);
        File.WriteAllBytes(newest, bytes.AsSpan(0, bytes.Length / 2));
        var said = new List<string>();
        Train(recipe, folder["run"], resume: true, progress: new Listener(progress => said.AddRange(progress.Warning is { } warning ? [warning] : [])));
        Assert.Equal([$"A checkpoint is passed over. {newest}: expected the bytes that its checksum was made of, got other ones. It was damaged after it was written."], said);
        SameRun.Check(folder["whole"], folder["run"]);
    }

    [Theory]
    [InlineData("record")]
    [InlineData("checkpoint")]
    public void Train_NothingToGoOnFrom_BeginsAnewWithAWord(string lost)
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Base with { Training = Base.Training with { Epochs = 1 }, Inspection = Base.Inspection with { Lenses = LensChoice.Few, ProbeTexts = 0 } };
        Train(recipe, folder["whole"]);
        Stop(recipe, folder["run"]);
        if (lost == "record") File.WriteAllText(Path.Combine(folder["run"], "record"), "gone");
        else Directory.Delete(Path.Combine(folder["run"], "checkpoint"), recursive: true);
        var said = new List<string>();
        Train(recipe, folder["run"], resume: true, progress: new Listener(progress => said.AddRange(progress.Warning is { } warning ? [warning] : [])));
        Assert.Equal($"{folder["run"]}: no checkpoint to go on from; the run begins at its beginning.", said[^1]);
        Assert.Equal(lost == "record" ? 3 : 1, said.Count);
        SameRun.Check(folder["whole"], folder["run"]);
    }

    [Fact]
    public void Train_AnotherRecipeOrOtherData_IsRefusedAndNothingTouched()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Base with { Training = Base.Training with { Epochs = 1 }, Inspection = new InspectionRecipe { Enabled = false } };
        Stop(recipe, folder["run"]);
        var before = Directory.GetFiles(folder["run"], "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order().Select(file => (file, Convert.ToHexString(File.ReadAllBytes(file)))).ToArray();
        var options = new TrainOptions { Out = folder["run"], Resume = true };
        Recipe other = recipe with { Seed = 4, Training = recipe.Training with { LearningRate = 0.5 } };
        Assert.Equal(
            $"{folder["run"]}: expected the recipe that the run was begun with, got another one: seed was 3 and is 4; training.learningRate was 0.02 and is 0.5. Leave the recipe out to go on with the one of the run, or train anew without --resume.",
            Assert.Throws<RecipeException>(() => Trainer.Train(other with { Name = recipe.Name }, Reviews.Data(120), options)).Message);
        Assert.Equal(
            $"{folder["run"]}: expected the data that the run was begun with, got other texts or other labels. Put it back as it was, or train anew without --resume.",
            Assert.Throws<DataException>(() => Trainer.Train(recipe, Reviews.Data(120, seed: 2), options)).Message);
        Assert.Equal(before, Directory.GetFiles(folder["run"], "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order().Select(file => (file, Convert.ToHexString(File.ReadAllBytes(file)))));
    }

    [Fact]
    public void Train_FinishedRun_ComesBackAsItIs()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Base with { Training = Base.Training with { Epochs = 1 }, Inspection = new InspectionRecipe { Enabled = false } };
        TrainResult first = Trainer.Train(recipe, Reviews.Data(120), new TrainOptions { Out = folder["run"], CheckpointEvery = TimeSpan.Zero });
        byte[] document = File.ReadAllBytes(Path.Combine(folder["run"], "run.json"));
        TrainResult again = Trainer.Train(recipe, Reviews.Data(120), new TrainOptions { Out = folder["run"], Resume = true }, new Listener(_ => Assert.Fail("something was done")));
        Assert.Equal(first.Run.Best!.Validation, again.Run.Best!.Validation);
        Assert.Equal(first.Classifier.Network.CopyState()["fc.weight"].ToFloats(), again.Classifier.Network.CopyState()["fc.weight"].ToFloats());
        Assert.Equal(document, File.ReadAllBytes(Path.Combine(folder["run"], "run.json")));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder["run"], "checkpoint")));
    }

    [Fact]
    public void Train_OtherThreadsWhereItGoesOn_EndsWithTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Base with { Training = Base.Training with { Epochs = 1 }, Inspection = new InspectionRecipe { Enabled = false } };
        Execution.Threads = 5;
        Train(recipe, folder["whole"]);
        Stop(recipe, folder["run"]);
        Execution.Threads = 1;
        Train(recipe, folder["run"], resume: true);
        Execution.Threads = 0;
        SameRun.Check(folder["whole"], folder["run"]);
    }

    [Fact]
    public void Modules_ThatDrawRandomNumbers_NameTheirStream()
    {
        Type[] all = [.. new[] { typeof(Nn.Module), typeof(Trainer) }.SelectMany(type => type.Assembly.GetTypes()).Where(type => type.IsSubclassOf(typeof(Nn.Module)))];
        Type[] draw = [.. all.Where(type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Any(field => field.FieldType == typeof(Rng)))];
        Assert.Contains(typeof(Dropout), draw);
        Assert.All(draw, type => Assert.True(type.GetProperty("Stream", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null, $"{type.Name} keeps a stream of random numbers and does not name it: a resumed run would draw others."));
    }

    /// <summary>Begins a run and stops it after some steps.</summary>
    static void Stop(Recipe recipe, string folder)
    {
        using var source = new CancellationTokenSource();
        int reports = 0;
        Assert.Throws<OperationCanceledException>(() => Train(recipe, folder, progress: new Listener(progress =>
        {
            if (progress.Phase == TrainPhase.Training && ++reports == 4) source.Cancel();
        }), cancellation: source.Token));
    }
}
