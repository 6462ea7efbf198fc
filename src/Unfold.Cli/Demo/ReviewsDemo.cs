using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>Second part of the demo: reviews in which negation and the order of words decide.</summary>
sealed class ReviewsDemo(ulong seed, string folder)
{
    const int Examples = 4000;

    static readonly (string Name, CellKind Cell)[] Models = [("tanh RNN", CellKind.Rnn), ("LSTM", CellKind.Lstm)];

    /// <summary>Sentences that no review is made like.</summary>
    public static IReadOnlyList<string> NewSentences { get; } =
    [
        "the soup was good",
        "the soup was not good",
        "the soup was not at all good",
        "good , not bad at all",
        "bad , not good at all",
        "people said the hotel was dreadful , but it was not bad",
        "people said the hotel was superb , but it was not that great",
    ];

    /// <summary>Trains every model; the runs with their folders, in the order of the models.</summary>
    public IEnumerable<(string Name, TrainResult Result)> Run(Func<Func<IProgress<TrainProgress>, TrainResult>, TrainResult> show, CancellationToken cancellation)
    {
        Corpus reviews = NegatedReviews.Generate(Examples, new Rng(seed).Fork("reviews"));
        foreach ((string name, CellKind cell) in Models)
        {
            Recipe recipe = MakeRecipe(cell);
            var options = new TrainOptions { Out = Path.Combine(folder, recipe.Name), Command = "unfold demo" };
            TrainingData data = TrainingData.Split(reviews, recipe.Data) with { Name = "generated reviews" };
            yield return (name, show(progress => Trainer.Train(recipe, data, options, progress, cancellation)));
        }
    }

    /// <summary>Baselines first, then the models, as they do on reviews they have not seen.</summary>
    public static IEnumerable<ReviewResult> Compare(IReadOnlyList<(string Name, TrainResult Result)> runs)
    {
        foreach (BaselineDocument baseline in runs[0].Result.Run.Baselines.Where(baseline => baseline.Metrics.Accuracy is not null))
            yield return new ReviewResult(baseline.Name, null, baseline.Metrics.Accuracy, baseline.Metrics.F1, null);
        foreach ((string name, TrainResult result) in runs)
        {
            MetricValues best = result.Run.Best!.Validation;
            yield return new ReviewResult(name, result.Run.Model.Parameters, best.Accuracy, best.F1, result.Run.Epochs.Count);
        }
    }

    Recipe MakeRecipe(CellKind cell) => new()
    {
        Name = cell == CellKind.Lstm ? "reviews-lstm" : "reviews-rnn",
        Summary = "Made-up reviews in which negation and the order of words decide",
        Seed = seed,
        Data = new DataRecipe { Name = "generated", ValidationShare = 0.25 },
        Model = new ModelRecipe { Cell = cell, Embedding = 32, Hidden = 32, ReadOut = ReadOutKind.Last },
        Training = new TrainingRecipe { Epochs = 6, BatchSize = 32, LearningRate = 0.005, ClipNorm = 1, Patience = 3 },
        Baselines = new BaselineRecipe { NGrams = 1 },
    };
}
