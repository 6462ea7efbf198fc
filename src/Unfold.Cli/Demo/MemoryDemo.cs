using Unfold.Nn;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>First part of the demo: over how many words does a model remember which of two came first?</summary>
sealed class MemoryDemo(ulong seed)
{
    const int Examples = 2000;
    const int MostEpochs = 12;

    static readonly (string Name, CellKind Cell)[] Models = [("tanh RNN", CellKind.Rnn), ("LSTM", CellKind.Lstm)];

    /// <summary>The lags, shortest first.</summary>
    public static IReadOnlyList<int> Lags { get; } = [5, 10, 20, 40, 80];

    /// <summary>The names of the models.</summary>
    public static IReadOnlyList<string> ModelNames { get; } = [.. Models.Select(model => model.Name)];

    /// <summary>Trains every model on one lag.</summary>
    public IEnumerable<MemoryResult> Run(int lag, CancellationToken cancellation)
    {
        Corpus texts = LongMemory.Generate(Examples, lag, new Rng(seed).Fork($"memory {lag}"));
        foreach ((string name, CellKind cell) in Models)
        {
            Recipe recipe = MakeRecipe(cell);
            TrainResult result = Trainer.Train(recipe, TrainingData.Split(texts, recipe.Data), cancellation: cancellation);
            yield return new MemoryResult(lag, name, result.Run.Best!.Validation.Accuracy ?? 0, result.Run.Epochs.Count);
        }
    }

    Recipe MakeRecipe(CellKind cell) => new()
    {
        Name = "demo-memory",
        Seed = seed,
        Data = new DataRecipe { Name = "generated", ValidationShare = 0.25 },
        Text = new TextRecipe { Tokenizer = "whitespace", MaxLength = 0 },
        Model = new ModelRecipe { Cell = cell, Embedding = 16, Hidden = 32, ReadOut = ReadOut.Last },
        Training = new TrainingRecipe
        {
            Epochs = MostEpochs, BatchSize = 32, LearningRate = 0.005, ClipNorm = 1, Patience = 0,
        },
        Baselines = new BaselineRecipe { BagOfWords = false },
        Inspection = new InspectionRecipe { Enabled = false },
    };
}
