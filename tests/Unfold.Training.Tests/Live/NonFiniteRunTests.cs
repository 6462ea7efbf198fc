using System.Text.RegularExpressions;
using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training.Tests;

/// <summary>One word's vector is as large as a float can be: what the run does about it, and what it says of it.</summary>
public sealed class NonFiniteRunTests
{
    const string Rare = "zyzzyva";

    /// <summary>One text in eighty has the word; the states break at it.</summary>
    static readonly TrainingData Data = Reviews.Data(80) with
    {
        Train = new Corpus(Reviews.Make(80, 1).Select((row, i) => new LabelledText(i == 33 ? $"the film was {Rare} a scene" : row.Text, row.Label, i + 2)), "reviews.csv"),
    };

    static Recipe With(AlarmAction? action) => Reviews.Recipe with
    {
        Model = Reviews.Recipe.Model with { Cell = CellKind.Rnn, Activation = Nn.Activation.Relu },
        Training = Reviews.Recipe.Training with { Epochs = 2, LearningRate = 0.01 },
        Doctor = new DoctorRecipe { Checks = false, GoodEvery = 1, Actions = action is { } done ? new Dictionary<string, AlarmAction>(StringComparer.Ordinal) { ["D01"] = done } : [] },
    };

    [Fact]
    public void Stop_TheFirstNumber_IsNamedByLayerWordAndLineOfTheFile()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<DivergedException>(() => Run(With(null), folder["run"]));
        Match match = Regex.Match(error.Message, @"^Training, epoch 0, step \d+: expected finite numbers, but the loss is (NaN|Infinity|∞); first infinity: the states of rnn\.l0 at word (?<word>\d+) of reviews\.csv:(?<line>\d+)\. The batch's rows: ", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        Assert.True(match.Success, error.Message);
        string text = Data.Train.Rows[int.Parse(match.Groups["line"].Value) - 2].Text;
        Assert.Equal(Rare, text.Split(' ')[int.Parse(match.Groups["word"].Value) - 1]);
        RunDocument run = RunFolder.Open(folder["run"]).Read();
        Assert.Equal((RunStatus.Diverged, error.Message), (run.Status, run.Ended));
        AllFinite(folder["run"]);
        Assert.False(Tape.IsWithinStep); // or the thread's next run would go on with this step, and say that it takes more memory
    }

    [Fact]
    public void SkipBatch_TheBatchWithTheWord_IsLeftOutAndNamedAndTheRestIsLearnt()
    {
        using var folder = new TemporaryFolder();
        RunDocument run = Run(With(AlarmAction.SkipBatch), folder["run"]);
        Assert.Equal(RunStatus.Finished, run.Status);
        ActionDocument[] skipped = [.. run.Actions.Where(action => action is { Finding: "D01", Action: "skipBatch" })];
        Assert.Equal([0, 1], skipped.Select(action => action.Epoch));
        Assert.All(skipped, action => Assert.Contains("first infinity: the states of rnn.l0 at word 4 of reviews.csv:35: left the batch out", action.Message, StringComparison.Ordinal));
        Assert.Equal(0.01, run.Epochs[^1].LearningRate!.Value, 1e-12);
        AllFinite(folder["run"]);
    }

    [Fact]
    public void RollBack_TheBatchWithTheWord_LowersTheRateEachTime()
    {
        using var folder = new TemporaryFolder();
        RunDocument run = Run(With(AlarmAction.RollBack), folder["run"]);
        Assert.Equal(RunStatus.Finished, run.Status);
        ActionDocument[] backs = [.. run.Actions.Where(action => action.Action == "rollBack")];
        Assert.Equal(2, backs.Length);
        Assert.Contains("reviews.csv:35: left the batch out and went back to the last good state, learning rate 0.005 from here on", backs[0].Message, StringComparison.Ordinal);
        Assert.Equal(0.0025, run.Epochs[^1].LearningRate!.Value, 1e-12);
        AllFinite(folder["run"]);
    }

    [Fact]
    public void Stop_GradientsOfAFiniteLoss_AreFoundBeforeTheStepSoThatTheWeightsStay()
    {
        using var folder = new TemporaryFolder();
        Recipe recipe = With(null) with { Model = With(null).Model with { Activation = Nn.Activation.Tanh }, Training = With(null).Training with { PositiveWeight = 1e6 } };
        var error = Assert.Throws<DivergedException>(() => Run(recipe, folder["run"], network =>
        {
            foreach (Parameter parameter in network.Parameters) parameter.Value.Span<float>().Fill(parameter.Name == "fc.weight" ? 1e36f : 0);
        }));
        Assert.True(Regex.IsMatch(error.Message, @"but the norm of the gradients is (NaN|Infinity|∞); first (minus )?infinity: the gradient of the [a-z ]+ of [a-z0-9_.]+( at word \d+)? of reviews\.csv:\d+\.", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)), error.Message);
        AllFinite(folder["run"]);
    }

    /// <summary>The word's vector is as large as the weights behind it are small: the state is an ordinary one, and only the gradient of those weights is not finite.</summary>
    [Fact]
    public void Stop_GradientOfAnEarlierBatchOfTheStep_NamesThatBatch()
    {
        Recipe recipe = With(null) with
        {
            Model = With(null).Model with { Activation = Nn.Activation.Tanh },
            Training = With(null).Training with { BatchSize = 8, Accumulate = 10 },
        };
        var error = Assert.Throws<DivergedException>(() => Run(recipe, null, network =>
        {
            int word = PreparedData.Encode(recipe, Data).Vocabulary.IdOf(Rare), width = network.Embedding!.Weight.Shape[1];
            network.Embedding.Weight.Value.Span<float>().Slice(word * width, width).Fill(3e38f);
            foreach (Parameter parameter in network.Parameters)
            {
                if (parameter.Name == "rnn.weight_ih_l0") parameter.Value.Span<float>().Fill(1e-40f);
                if (parameter.Name == "fc.weight") parameter.Value.Span<float>().Fill(1e4f);
            }
        }));

        Match match = Regex.Match(error.Message, @"but the norm of the gradients is (NaN|Infinity|∞); first (minus )?(NaN|infinity): the gradient .*rnn\..*\. The batch's rows: (?<rows>[^.]*\.csv:[^.]*(\.csv:[^.]*)*)\. The initial weights", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        Assert.True(match.Success, error.Message);
        string[] rows = match.Groups["rows"].Value.Split(", ");
        Assert.Equal(8, rows.Length);
        Assert.Contains("reviews.csv:35", rows);
    }

    [Fact]
    public void Stop_WeightThatIsNaN_IsNamed()
    {
        var error = Assert.Throws<DivergedException>(() => Run(With(null), null, network => network.Parameters.Single(parameter => parameter.Name == "rnn.bias_hh_l0").Value.Span<float>()[5] = float.NaN));
        Assert.Contains("but the loss is NaN; first NaN: the weight rnn.bias_hh_l0[5]. ", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A run that starts from planted weights.</summary>
    static RunDocument Run(Recipe recipe, string? folder, Action<TextModel>? plant = null)
    {
        PreparedData data = PreparedData.Encode(recipe, Data);
        TextModel planted = data.NewNetwork(recipe, new Rng(recipe.Seed).Fork("model"));
        if (plant is null) Plant(planted, data.Vocabulary.IdOf(Rare));
        else plant(planted);
        var start = new StartingWeights();
        start.Share(planted);
        return Trainer.Train(recipe, Data, new TrainOptions { Out = folder, Start = start }).Run;
    }

    static void Plant(TextModel network, int word)
    {
        int width = network.Embedding!.Weight.Shape[1];
        network.Embedding.Weight.Value.Span<float>().Slice(word * width, width).Fill(1e38f);
        foreach (ref float weight in network.Parameters.Single(parameter => parameter.Name == "rnn.weight_ih_l0").Value.Span<float>()) weight = Math.Abs(weight) + 1;
    }

    static void AllFinite(string run)
    {
        foreach ((string name, Tensor tensor) in SafetensorsFile.Read(RunFolder.Open(run).WeightsFile).Tensors)
            Assert.True(Array.TrueForAll(tensor.ToFloats(), float.IsFinite), name);
        TextClassifier.Load(run).Predict("a great film");
        RecordFile.Read(RunFolder.Open(run).RecordFile);
    }
}
