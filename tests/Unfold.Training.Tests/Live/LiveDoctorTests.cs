using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Training.Tests;

/// <summary>Spikes and wrong numbers are planted, and the run does about them what its recipe says.</summary>
public sealed class LiveDoctorTests
{
    /// <summary>Weights run away within a few steps.</summary>
    static readonly Recipe Exploding = Reviews.Recipe with
    {
        Model = Reviews.Recipe.Model with { Cell = CellKind.Rnn, Activation = Nn.Activation.Relu },
        Training = Reviews.Recipe.Training with { Optimizer = OptimizerKind.Sgd, LearningRate = 1000, Epochs = 3 },
    };

    /// <summary>One text in forty counts twenty thousand times: the gradient of its batch is a spike.</summary>
    static readonly Recipe Spiky = Reviews.Recipe with { Training = Reviews.Recipe.Training with { PositiveWeight = 20_000, Epochs = 2, BatchSize = 4 } };

    static TrainingData SpikyData => Reviews.Data(count: 400, goodShare: 0.02);

    static Recipe With(Recipe recipe, params (string Finding, AlarmAction Action)[] actions) =>
        recipe with { Doctor = recipe.Doctor with { Checks = false, Actions = actions.ToDictionary(pair => pair.Finding, pair => pair.Action, StringComparer.Ordinal) } };

    static RunDocument Run(Recipe recipe, TrainingData data, string? folder = null) => Trainer.Train(recipe, data, new TrainOptions { Out = folder }).Run;

    [Fact]
    public void NonFinite_NothingSaid_EndsTheRunAsDiverged()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<DivergedException>(() => Run(With(Exploding), Reviews.Data(), folder["run"]));

        Assert.Equal(3, error.ExitCode);
        Assert.Equal(RunStatus.Diverged, RunFolder.Open(folder["run"]).Read().Status);
    }

    [Fact]
    public void NonFinite_RollBack_GoesOnWithALowerRateAndFiniteWeights()
    {
        using var folder = new TemporaryFolder();

        RunDocument run = Run(With(Exploding, ("D01", AlarmAction.RollBack)), Reviews.Data(), folder["run"]);

        Assert.Equal(RunStatus.Finished, run.Status);
        ActionDocument[] backs = [.. run.Actions.Where(action => action.Action == "rollBack")];
        Assert.NotEmpty(backs);
        Assert.All(backs, action => Assert.Equal("D01", action.Finding));
        Assert.Contains("went back to the last good state, learning rate ", backs[0].Message, StringComparison.Ordinal);
        Assert.Equal(1000 * Math.Pow(0.5, backs.Length), run.Epochs[^1].LearningRate!.Value, 1e-9);
        Assert.All(TextClassifier.Load(folder["run"]).Network.CopyState().Values, tensor => Assert.All(tensor.ToFloats(), value => Assert.True(float.IsFinite(value))));
        Assert.Equal(run.Actions.Count, RunFolder.Open(folder["run"]).Read().Actions.Count);
    }

    [Fact]
    public void NonFinite_RollBackOtherThreads_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var bytes = new List<byte[]>();
        foreach (int threads in (int[])[1, 2, 5])
        {
            Execution.Threads = threads;
            Run(With(Exploding, ("D01", AlarmAction.RollBack), ("D08", AlarmAction.Clip)), Reviews.Data(), folder[$"{threads}"]);
            bytes.Add(File.ReadAllBytes(Path.Combine(folder[$"{threads}"], "model.safetensors")));
        }
        Execution.Threads = 0;

        Assert.Equal(bytes[0], bytes[1]);
        Assert.Equal(bytes[0], bytes[2]);
    }

    [Fact]
    public void NonFinite_MoreOftenThanAllowed_EndsAsDivergedAndSaysWhichSetting()
    {
        Recipe recipe = With(Exploding, ("D01", AlarmAction.SkipBatch));

        var error = Assert.Throws<DivergedException>(() => Run(recipe with { Doctor = recipe.Doctor with { MostActions = 2 } }, Reviews.Data()));

        Assert.Contains("after 2 batches that were clipped, left out or gone back from (doctor.mostActions)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GradientSpike_NothingSaid_IsNotedOnceAnEpochAndChangesNothing()
    {
        using var folder = new TemporaryFolder();
        RunDocument noted = Run(With(Spiky), SpikyData, folder["noted"]);
        Run(With(Spiky) with { Inspection = new InspectionRecipe { Enabled = false } }, SpikyData, folder["unseen"]);

        ActionDocument[] spikes = [.. noted.Actions.Where(action => action.Finding == "D08" && action.Step is not null)];
        Assert.Equal([0, 1], spikes.Select(action => action.Epoch));
        Assert.All(spikes, action => Assert.Equal("warn", action.Action));
        Assert.Matches(@"^Epoch 0, step \d+: D08, the gradient norm (is [0-9.E+]+ \(threshold: 1000\)|[0-9.E+]+ is [0-9.E+]+ times its running median [0-9.E+-]+ \(threshold: 100?\))\.$", spikes[0].Message);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder["unseen"], "model.safetensors")), File.ReadAllBytes(Path.Combine(folder["noted"], "model.safetensors")));
    }

    [Fact]
    public void GradientSpike_Clip_ScalesTheStepToTheUsualNorm()
    {
        RunDocument free = Run(With(Spiky), SpikyData), clipped = Run(With(Spiky, ("D08", AlarmAction.Clip)), SpikyData);

        Assert.Contains(clipped.Actions, action => action is { Finding: "D08", Action: "clip" } && action.Message.Contains(": clipped to ", StringComparison.Ordinal));
        Assert.Null(free.Epochs[0].ClippedShare);
        Assert.InRange(clipped.Epochs[0].ClippedShare!.Value, 0.001, 0.3);
    }

    [Fact]
    public void GradientSpike_SkipBatch_NeverReachesTheWeights()
    {
        RunDocument run = Run(With(Spiky, ("D08", AlarmAction.SkipBatch)), SpikyData);

        int skipped = run.Actions.Count(action => action is { Action: "skipBatch", Epoch: 0 });
        Assert.InRange(skipped, 1, 30);
        Assert.Equal(100, run.Epochs[0].Steps);
        Assert.True(run.Epochs[^1].Train.Loss < 1, $"{run.Epochs[^1].Train.Loss}"); // without them nothing counts twenty thousand times
    }

    [Fact]
    public void GradientSpike_Checkpoint_IsWrittenWholeAndCanBeRead()
    {
        using var folder = new TemporaryFolder();

        RunDocument run = Run(With(Spiky, ("D08", AlarmAction.Checkpoint)), SpikyData, folder["run"]);

        ActionDocument saved = run.Actions.First(action => action is { Action: "checkpoint", Step: not null });
        string place = Path.Combine(folder["run"], saved.Checkpoint!);
        Assert.StartsWith("checkpoint/epoch-0-step-", saved.Checkpoint, StringComparison.Ordinal);
        Assert.Contains("fc.weight", SafetensorsFile.Read(Path.Combine(place, "model.safetensors")).Tensors.Keys);
        Assert.Contains("fc.weight.exp_avg", SafetensorsFile.Read(Path.Combine(place, "optimizer.safetensors")).Tensors.Keys);
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder["run"], "checkpoint"), "*.part"));
    }

    [Fact]
    public void GradientSpike_LowerRate_OnceAnEpoch()
    {
        RunDocument run = Run(With(Spiky, ("D08", AlarmAction.LowerRate)), SpikyData);

        int lowered = run.Actions.Count(action => action.Action == "lowerRate");
        Assert.InRange(lowered, 1, 3);
        Assert.Equal(0.02 * Math.Pow(0.5, lowered), run.Epochs[^1].LearningRate!.Value, 1e-12);
    }

    [Fact]
    public void GradientSpike_Stop_EndsAfterThatStepAndKeepsWhatIsThere()
    {
        using var folder = new TemporaryFolder();

        RunDocument run = Run(With(Spiky, ("D08", AlarmAction.Stop)), SpikyData, folder["run"]);

        Assert.Equal(RunStatus.Finished, run.Status);
        Assert.StartsWith("stopped by D08 in epoch 0, step ", run.Ended, StringComparison.Ordinal);
        Assert.True(Assert.Single(run.Epochs).Steps < 100);
        Assert.NotNull(TextClassifier.Load(folder["run"]).Predict("the film was great").Label);
    }

    [Fact]
    public void Epoch_RuleWithAnAction_ActsOnceWhenItIsFound()
    {
        Recipe idle = Reviews.Recipe with { Training = Reviews.Recipe.Training with { LearningRate = 1e-9, Epochs = 4 } };
        TrainingData rare = Reviews.Data(count: 400, goodShare: 0.05);

        RunDocument warned = Run(With(idle), rare), stopped = Run(With(idle, ("D02", AlarmAction.Stop)), rare);

        Assert.Single(warned.Actions, action => action is { Finding: "D02", Action: "warn", Step: null });
        Assert.Equal(4, warned.Epochs.Count);
        Assert.StartsWith("stopped by D02 after epoch 0: the model answers ", stopped.Ended, StringComparison.Ordinal);
        Assert.Single(stopped.Epochs);
    }
}
