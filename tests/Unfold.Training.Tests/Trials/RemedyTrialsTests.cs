using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class RemedyTrialsTests
{
    static Finding Of(string id, FindingSeverity severity, params (string Path, string Value)[][] remedies) => new()
    {
        Id = id, Severity = severity, Title = id, Evidence = "", Remedy = "",
        Remedies = [.. remedies.Select(settings => new Remedy { Text = $"remedy of {id}", Settings = settings.ToDictionary(pair => pair.Path, pair => pair.Value, StringComparer.Ordinal) })],
    };

    static string[] Chosen(Recipe recipe, params Finding[] findings) =>
        [.. RemedyTrials.Choose(recipe, findings, most: 3).Select(choice => $"{choice.Of!.Id} {string.Join(' ', choice.Remedy.Settings.Select(setting => $"{setting.Key}={setting.Value}"))}")];

    static readonly Recipe Padded = Reviews.Recipe with { Data = Reviews.Recipe.Data with { File = "a.csv", Text = "text", Label = "label" }, Text = Reviews.Recipe.Text with { PadToLength = 20 } };

    [Fact]
    public void Choose_CausesBeforeConsequencesAndMilderFindings_EachSettingOnce()
    {
        Finding cause = Of("D05", FindingSeverity.Critical, [("text.padToLength", "0")], [("model.readOut", "mean")]);
        Finding consequence = Of("D07", FindingSeverity.Critical, [("text.padToLength", "0")], [("model.cell", "lstm")]) with { ConsequenceOf = "D05" };
        Finding mild = Of("D22", FindingSeverity.Warning, [("text.vocabularySize", "20000")]);

        Assert.Equal(["D05 text.padToLength=0", "D05 model.readOut=mean", "D07 model.cell=lstm"], Chosen(Padded, mild, consequence, cause));
    }

    [Fact]
    public void Choose_NothingChangedOrNoSuchSetting_IsLeftOut()
    {
        Finding finding = Of("D05", FindingSeverity.Critical, [("text.padToLength", "20")], [("text.nowhere", "1")], [], [("training.clipNorm", "1"), ("training.learningRate", "0.001")]);

        Assert.Equal(["D05 training.clipNorm=1 training.learningRate=0.001"], Chosen(Padded, finding));
    }

    [Fact]
    public void Choose_ManyRemediesOfOneFinding_LeaveRoomForOthers()
    {
        Finding many = Of("D07", FindingSeverity.Critical, [("model.cell", "lstm")], [("model.readOut", "mean")], [("training.clipNorm", "1")]);
        Finding other = Of("D14", FindingSeverity.Warning, [("training.learningRate", "0.1")]);

        Assert.Equal(["D07 model.cell=lstm", "D07 model.readOut=mean", "D14 training.learningRate=0.1"], Chosen(Padded, many, other));
    }

    [Fact]
    public void Run_Remedies_FromTheSameStartBesideTheRunAsItIs()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Write(folder);
        Trainer.Train(recipe, new TrainOptions { Out = folder["run"] });
        List<string> began = [];

        IReadOnlyList<TrialDocument> trials = RemedyTrials.Run(
            RunFolder.Open(folder["run"]),
            [Of("D14", FindingSeverity.Critical, [("training.learningRate", "0.02")], [("model.hidden", "6")])],
            new TrialOptions { Epochs = 2, Began = (number, count, settings) => began.Add($"{number}/{count} {settings.Count}") });

        Assert.Equal(["0/3 0", "1/3 1", "2/3 1"], began);
        Assert.Equal("0.02", trials[0].Settings["training.learningRate"]); // the cure is first
        Assert.Equal("D14", trials[0].RemedyOf);
        Assert.True(trials[0].Validation.Loss < trials[1].Validation.Loss);
        Assert.True(trials.Select(trial => trial.Validation.Loss).SequenceEqual(trials.Select(trial => trial.Validation.Loss).Order()));
        TrialDocument same = trials.Single(trial => trial.Settings.Count == 0);
        RunDocument original = RunFolder.Open(folder["run"]).Read();
        Assert.Equal(original.Epochs[1].Train.Loss, same.Train.Loss); // same seed, same start: the same numbers
        Assert.Equal(original.Epochs[1].Validation.Loss, same.Validation.Loss);
        Assert.InRange(same.FirstWord!.Value, 1e-6, 1e3);
        Assert.All(trials, trial => Assert.Equal(2, RunFolder.Open(trial.Out).Read().Epochs.Count));
        Assert.All(trials, trial => Assert.StartsWith(Path.Combine(folder["run"], "try"), trial.Out, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_OtherShapes_KeepTheWeightsThatFit()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Write(folder) with { Training = Reviews.Recipe.Training with { LearningRate = 1e-30, Epochs = 1 } };
        Trainer.Train(recipe, new TrainOptions { Out = folder["run"] });

        RemedyTrials.Run(RunFolder.Open(folder["run"]), [Of("D07", FindingSeverity.Critical, [("model.cell", "lstm")])]);

        IReadOnlyDictionary<string, Tensor> Weights(int trial) => SafetensorsFile.Read(Path.Combine(folder["run"], "try", $"{trial}", "model.safetensors")).Tensors;
        Assert.Equal(Weights(0)["embedding.weight"].ToFloats(), Weights(1)["embedding.weight"].ToFloats());
        Assert.Equal(Weights(0)["fc.weight"].ToFloats(), Weights(1)["fc.weight"].ToFloats());
        Assert.Contains("lstm.weight_hh_l0", Weights(1).Keys);
    }

    [Fact]
    public void Run_RemedyThatDiverges_StandsLastWithItsReason()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = Write(folder) with { Model = Reviews.Recipe.Model with { Cell = CellKind.Rnn, Activation = Nn.Activation.Relu } };
        Trainer.Train(recipe, new TrainOptions { Out = folder["run"] });

        IReadOnlyList<TrialDocument> trials = RemedyTrials.Run(RunFolder.Open(folder["run"]), [Of("D14", FindingSeverity.Critical, [("training.learningRate", "1000"), ("training.optimizer", "sgd")])]);

        Assert.Null(trials[0].Failed);
        Assert.Contains("expected finite numbers", trials[1].Failed, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NothingToTry_SaysSo()
    {
        using var folder = new TemporaryFolder();
        Trainer.Train(Write(folder) with { Training = Reviews.Recipe.Training with { Epochs = 1 } }, new TrainOptions { Out = folder["run"] });

        DataException error = Assert.Throws<DataException>(() => RemedyTrials.Run(RunFolder.Open(folder["run"]), [Of("D24", FindingSeverity.Warning)]));

        Assert.Equal($"{folder["run"]}: expected findings with a remedy that changes a setting of the recipe, got D24. There is nothing to try; 'unfold doctor' shows what the findings say.", error.Message);
    }

    /// <summary>A recipe that learns too slowly, with its data in a file.</summary>
    static Recipe Write(TemporaryFolder folder)
    {
        File.WriteAllLines(folder["r.csv"], Reviews.Make(200, seed: 1).Select(row => $"{row.Text},{row.Label}").Prepend("text,label"));
        return Reviews.Recipe with
        {
            Data = new DataRecipe { Name = "csv", File = folder["r.csv"], Text = "text", Label = "label" },
            Training = Reviews.Recipe.Training with { Epochs = 2, LearningRate = 1e-5 },
            Doctor = new DoctorRecipe { Checks = false },
        };
    }
}
