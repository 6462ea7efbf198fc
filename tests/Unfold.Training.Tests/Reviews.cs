using Unfold.Text;

namespace Unfold.Training.Tests;

/// <summary>Small made-up reviews: a good or a bad word among neutral ones decides.</summary>
static class Reviews
{
    static readonly string[] Neutral = ["the", "film", "plot", "actor", "was", "and", "a", "scene", "with", "music"];
    static readonly string[] Good = ["great", "lovely", "superb"];
    static readonly string[] Bad = ["awful", "dull", "broken"];

    public static List<(string Text, string Label)> Make(int count, ulong seed, double goodShare = 0.5)
    {
        var rng = new Rng(seed);
        var rows = new List<(string, string)>();
        for (int i = 0; i < count; i++)
        {
            bool good = rng.NextDouble() < goodShare;
            var words = new string[3 + rng.Next(6)];
            for (int w = 0; w < words.Length; w++) words[w] = Neutral[rng.Next(Neutral.Length)];
            words[rng.Next(words.Length)] = good ? Good[rng.Next(Good.Length)] : Bad[rng.Next(Bad.Length)];
            rows.Add((string.Join(' ', words), good ? "good" : "bad"));
        }
        return rows;
    }

    public static TrainingData Data(int count = 200, ulong seed = 1, double goodShare = 0.5) =>
        new("reviews", Corpus(count, seed, goodShare), Corpus(count / 2, seed + 1000, goodShare));

    public static Corpus Corpus(int count, ulong seed, double goodShare = 0.5) =>
        new(Make(count, seed, goodShare).Select((row, i) => new LabelledText(row.Text, row.Label, i + 2)), "reviews.csv");

    /// <summary>A model small enough to learn the reviews in a second.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "reviews",
        Seed = 3,
        Text = new TextRecipe { VocabularySize = 100, MaxLength = 20 },
        Model = new ModelRecipe { Cell = CellKind.Gru, Embedding = 8, Hidden = 8 },
        Training = new TrainingRecipe { Epochs = 5, BatchSize = 16, LearningRate = 0.02, Patience = 0 },
        Baselines = new BaselineRecipe { BagOfWords = false },
    };
}
