using System.Text.Json;

namespace Unfold.Training.Tests;

public sealed class RecipeCatalogTests
{
    [Theory]
    [InlineData("twitter-rnn-tanh", CellKind.Rnn, Nn.Activation.Tanh)]
    [InlineData("twitter-rnn-relu", CellKind.Rnn, Nn.Activation.Relu)]
    [InlineData("twitter-lstm", CellKind.Lstm, Nn.Activation.Tanh)]
    public void Get_PublishedExperiments_AreAsPublished(string name, CellKind cell, Nn.Activation activation)
    {
        Recipe recipe = RecipeCatalog.Get(name);
        Assert.Equal(name, recipe.Name);
        Assert.Equal((cell, activation, 32, 32, 1, false, ReadOutKind.Last), (recipe.Model.Cell, recipe.Model.Activation, recipe.Model.Embedding, recipe.Model.Hidden, recipe.Model.Layers, recipe.Model.Bidirectional, recipe.Model.ReadOut));
        Assert.Equal(("basic_english", 10_000, 1, 25, 25), (recipe.Text.Tokenizer, recipe.Text.VocabularySize, recipe.Text.MinCount, recipe.Text.MaxLength, recipe.Text.PadToLength));
        Assert.Equal((50, 32, 1, false, OptimizerKind.Adam, 1e-3), (recipe.Training.Epochs, recipe.Training.BatchSize, recipe.Training.BucketBatches, recipe.Training.DropLast, recipe.Training.Optimizer, recipe.Training.LearningRate));
        Assert.Equal((0.9, 0.999, 1e-8, 0d, 0d), (recipe.Training.Beta1, recipe.Training.Beta2, recipe.Training.Epsilon, recipe.Training.ClipNorm, recipe.Training.WeightDecay));
        Assert.Equal((Monitor.Loss, 5, 1e-3), (recipe.Training.Monitor, recipe.Training.Patience, recipe.Training.MinGain));
        Assert.Equal(("twitter", 0.2, 42u, 0.5, ThresholdChoice.Fixed), (recipe.Data.Name, recipe.Data.ValidationShare, recipe.Data.SplitSeed, recipe.Decision.Threshold, recipe.Decision.ChosenOn));
    }

    [Fact]
    public void Names_EveryFileInRecipes_IsBuiltInAndNamedAsItsFile()
    {
        string folder = Path.Combine(ReferenceNumbers.Repository, "recipes");
        string[] files = [.. Directory.GetFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Where(n => n != "recipe.schema").Order(StringComparer.Ordinal)];
        Assert.Equal(files, RecipeCatalog.Names);
        Assert.All(RecipeCatalog.All, recipe => Assert.Contains(recipe.Name, files));
    }

    [Fact]
    public void Schema_FileInRecipes_IsTheOneOfTheSettings()
    {
        string file = Path.Combine(ReferenceNumbers.Repository, "recipes", "recipe.schema.json");
        if (Environment.GetEnvironmentVariable("UNFOLD_UPDATE") == "1") File.WriteAllText(file, RecipeCatalog.Schema);
        Assert.Equal(File.ReadAllText(file), RecipeCatalog.Schema, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Schema_Defaults_AreThoseOfTheRecords()
    {
        using var schema = JsonDocument.Parse(RecipeCatalog.Schema);
        JsonElement training = schema.RootElement.GetProperty("properties").GetProperty("training").GetProperty("properties");
        Assert.Equal(20, training.GetProperty("epochs").GetProperty("default").GetInt32());
        Assert.Equal(0.001, training.GetProperty("learningRate").GetProperty("default").GetDouble());
        Assert.Equal(0, training.GetProperty("learningRate").GetProperty("exclusiveMinimum").GetDouble());
        Assert.Equal("adam", training.GetProperty("optimizer").GetProperty("default").GetString());
    }
}
