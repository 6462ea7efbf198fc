using Unfold.Text;

namespace Unfold.Training.Tests.Models;

/// <summary>Answers do not depend on how the texts are divided into batches.</summary>
public sealed class ModelRunnerTests
{
    public static TheoryData<string> Recipes => [.. RecipeCatalog.Names.Where(name => RecipeCatalog.Get(name) is { Task: TaskKind.Classification, Model.Exchanged: false })];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Predict_BatchesOfOtherSizes_GiveTheSameBits(string name)
    {
        Recipe recipe = RecipeCatalog.Get(name);
        int length = recipe.Text.PadToLength > 0 ? 12 : 0;
        var rng = new Rng(3);
        var network = new TextModel(recipe.Model with { BigramRows = Math.Min(recipe.Model.BigramRows, 256), Words = recipe.Model.Words }, 50, 3, rng.Fork("model"), steps: length);
        network.Eval();
        int[][] texts = [.. Enumerable.Range(0, 70).Select(_ => Enumerable.Range(0, length > 0 ? length : 1 + rng.Next(40)).Select(_ => 2 + rng.Next(48)).ToArray())];
        EncodedCorpus rows = EncodedCorpus.FromIds(texts, new int[texts.Length]);

        double[] whole = All(ModelRunner.Predict(network, rows, int.MaxValue, default)), parts = All(ModelRunner.Predict(network, rows, 100, default)), alone = All(ModelRunner.Predict(network, rows, 1, default));

        Assert.Equal(whole, parts);
        Assert.Equal(whole, alone);
        Assert.True(whole.Distinct().Count() > 100);

        double[] All(Predictions answers) => [.. Enumerable.Range(0, texts.Length).SelectMany(row => answers.Logits(row).ToArray())];
    }
}
