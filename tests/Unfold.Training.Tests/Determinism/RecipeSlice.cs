using System.Globalization;
using System.Runtime.InteropServices;
using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training.Tests.Determinism;

/// <summary>A built-in recipe with its model as it is, trained for three steps on made-up texts.</summary>
sealed class RecipeSlice : IDisposable
{
    const int Steps = 3, MostInABatch = 16, Vectors = 50;
    readonly TemporaryFolder _folder = new();
    readonly string _vectors;

    public RecipeSlice()
    {
        _vectors = _folder["vectors.txt"];
        Rng rng = new(8);
        File.WriteAllLines(_vectors, Enumerable.Range(0, 150).Select(i => $"w{i} {string.Join(' ', Enumerable.Range(0, Vectors).Select(_ => (0.4 * rng.NextNormal()).ToString("0.0000", CultureInfo.InvariantCulture)))}"));
    }

    /// <summary>What the run gave, as bits: weights by their names, and the epoch's figures.</summary>
    public Dictionary<string, byte[]> Train(string name, bool watched)
    {
        Recipe recipe = Small(RecipeCatalog.Get(name), watched);
        (Nn.Module network, RunDocument run) = recipe.Task == TaskKind.Tagging ? Tagger(recipe) : Classifier(recipe);
        var bits = network.CopyState().ToDictionary(entry => entry.Key, entry => MemoryMarshal.AsBytes<float>(entry.Value.ToFloats()).ToArray(), StringComparer.Ordinal);
        foreach ((string metric, double value) in run.Epochs[0].Train) bits[$"train {metric}"] = BitConverter.GetBytes(value);
        foreach ((string metric, double value) in run.Best!.Validation) bits[$"validation {metric}"] = BitConverter.GetBytes(value);
        return bits;
    }

    public void Dispose() => _folder.Dispose();

    Recipe Small(Recipe recipe, bool watched) => recipe with
    {
        Data = recipe.Data with { Name = "csv" },
        Model = recipe.Model with { Vectors = recipe.Model.Vectors is null ? null : _vectors, BigramRows = Math.Min(recipe.Model.BigramRows, 1 << 15) },
        Training = recipe.Training with { Epochs = 1, BatchSize = Math.Min(recipe.Training.BatchSize, MostInABatch), Examples = 0, ReportEvery = 0 },
        Baselines = recipe.Baselines with { BagOfWords = false, ElasticNet = false },
        Decision = recipe.Decision with { ChosenOn = ThresholdChoice.Fixed },
        Doctor = recipe.Doctor with { Checks = false },
        Inspection = recipe.Inspection with { Enabled = watched, ProbeTexts = recipe.Text.PadToLength > 100 ? 0 : 2 }, // words among 500 pads take seconds to explain
    };

    static (Nn.Module, RunDocument) Classifier(Recipe recipe)
    {
        int classes = recipe.Name.StartsWith("agnews", StringComparison.Ordinal) ? 4 : 2;
        TrainResult result = Trainer.Train(recipe, new TrainingData("made up", Texts(Steps * recipe.Training.BatchSize * recipe.Training.Accumulate, 1), Texts(12, 2)));
        return (result.Classifier.Network, result.Run);

        Corpus Texts(int count, ulong seed)
        {
            Rng rng = new(seed);
            return new Corpus(Enumerable.Range(0, count).Select(i => new LabelledText(string.Join(' ', Words(rng, i)), $"{i % classes}")));
        }

        // lengths around the vector widths, and a class that has words of its own
        string[] Words(Rng rng, int i) => [.. Enumerable.Range(0, 3 + rng.Next(40)).Select(_ => $"w{(rng.Next(4) == 0 ? 160 + (i % classes) : rng.Next(160))}")];
    }

    (Nn.Module, RunDocument) Tagger(Recipe recipe)
    {
        WordVectors? vectors = recipe.Tagging.Vectors is null ? null : WordVectors.Read(_vectors, int.MaxValue);
        var data = new TaggingData("made up", TextTaggerTests.Sentences(1, Steps * recipe.Training.BatchSize), TextTaggerTests.Sentences(2, 12), Vectors: vectors);
        TaggerResult result = Trainer.TrainTagger(recipe, data);
        return (result.Tagger.Network, result.Run);
    }
}
