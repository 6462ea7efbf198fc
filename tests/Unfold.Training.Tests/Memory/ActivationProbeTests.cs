using Unfold.Text;

namespace Unfold.Training.Tests.Memory;

/// <summary>What a step takes of its arena is what was predicted from small batches, whatever the lengths.</summary>
public sealed class ActivationProbeTests
{
    const int Vocabulary = 300;

    /// <summary>Texts, shortest, longest; as many as a batch of the recipes has and many fewer, of one length and of many.</summary>
    static readonly (int Texts, int Shortest, int Longest)[] Shapes = [(64, 1, 90), (7, 33, 33), (1, 120, 120)];

    public static TheoryData<string> Recipes => [.. RecipeCatalog.Names.Where(name => RecipeCatalog.Get(name).Task == TaskKind.Classification)];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Of_ARecipesStep_IsWhatItsArenaHandsOut(string name)
    {
        Recipe recipe = RecipeCatalog.Get(name);
        (ActivationCost training, ActivationCost reading) = ActivationProbe.Of(recipe, classes: 3);

        foreach ((int texts, int shortest, int longest) in Shapes) AssertNear(recipe, training, reading, texts, shortest, longest);
    }

    /// <summary>Widths that no recipe has.</summary>
    [Theory]
    [InlineData("twitter-lstm", 17, 50)]
    [InlineData("imdb-gru", 200, 9)]
    public void Of_OtherWidths_IsWhatTheArenaHandsOut(string name, int hidden, int embedding)
    {
        Recipe recipe = RecipeCatalog.Get(name);
        recipe = recipe with { Model = recipe.Model with { Hidden = hidden, Embedding = embedding } };
        (ActivationCost training, ActivationCost reading) = ActivationProbe.Of(recipe, classes: 3);

        AssertNear(recipe, training, reading, 32, 5, 60);
    }

    static void AssertNear(Recipe recipe, ActivationCost training, ActivationCost reading, int texts, int shortest, int longest)
    {
        var rng = new Rng(4);
        if (recipe.Text.PadToLength > 0) shortest = longest;
        int[][] sequences = [.. Enumerable.Range(0, texts).Select(i => Enumerable.Range(0, i == 0 ? longest : shortest + rng.Next(longest - shortest + 1)).Select(_ => 2 + rng.Next(Vocabulary - 2)).ToArray())];
        int[] labels = [.. Enumerable.Range(0, texts).Select(i => i % 3)];
        var network = new TextModel(recipe.Model with { BigramRows = Math.Min(recipe.Model.BigramRows, 512) }, Vocabulary, 3, new Rng(1), steps: recipe.Text.PadToLength > 0 ? longest : 0);
        OptimizerFactory.Freeze(recipe.Training, [.. network.Parameters]);
        SequenceBatch batch = SequenceBatch.FromIds(sequences);
        var extent = new BatchExtent(sequences.Sum(text => text.Length), texts, longest, 0);

        network.Train();
        new TrainObjective(recipe.Training, labels, 3).Loss(network.Forward(batch), labels).Backward();
        AssertClose(training.Of(extent), Tape.StepBytes);

        network.Eval();
        _ = Tape.NoGrad(() => network.Forward(batch));
        AssertClose(reading.Of(extent), Tape.StepBytes);
    }

    /// <summary>A tensor begins with a cache line: that counts where there is next to nothing.</summary>
    static void AssertClose(long predicted, long measured) => Assert.InRange(predicted, (0.97 * measured) - 4096, (1.1 * measured) + 4096);
}
