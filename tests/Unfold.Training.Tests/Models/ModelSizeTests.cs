using Unfold.Nn;

namespace Unfold.Training.Tests;

/// <summary>What is counted before a network is made are its matrices, to the last weight: else good models would be refused, or bad ones made.</summary>
public sealed class ModelSizeTests
{
    public static TheoryData<string> Recipes => [.. RecipeCatalog.Names];

    public static TheoryData<string> Changes =>
    [
        "model.cell=none", "model.cell=rnn", "model.cell=gru model.bidirectional=true model.layers=3", "model.filters=7 model.pool=2 text.padToLength=9 model.readOut=flat", "model.readOut=flat text.padToLength=5",
        "model.readOut=all model.head=5", "model.readOut=meanMax", "model.readOut=additiveAttention", "model.readOut=attention", "model.words=number", "model.outputNorm=layer model.inputNorm=batch", "model.bigrams=5 model.bigramRows=9",
    ];

    [Theory, MemberData(nameof(Recipes))]
    public void Of_BuiltInRecipe_IsTheCountOfItsMatrices(string name)
    {
        Recipe recipe = RecipeCatalog.Get(name);

        if (recipe.Task == TaskKind.Tagging) AssertTagger(recipe);
        else AssertClassifier(recipe);
    }

    [Theory, MemberData(nameof(Changes))]
    public void Of_ChangedModel_IsTheCountOfItsMatrices(string settings)
    {
        var reader = new RecipeReader();
        foreach (string setting in settings.Split(' ')) reader.Set(setting);

        AssertClassifier(reader.ResolveWithoutData().Recipe);
    }

    /// <summary>A setting that comes to the recipe later and adds weights must be counted, too.</summary>
    [Fact]
    public void Of_EverySettingOfAModelOnItsOwn_IsTheCountOfItsMatrices()
    {
        int tried = 0;
        foreach (Setting setting in SettingTable.All.Where(setting => setting.Path.StartsWith("model.", StringComparison.Ordinal)))
        {
            string[] names = setting.Expectation.StartsWith("one of ", StringComparison.Ordinal) ? setting.Expectation["one of ".Length..].Split(", ") : ["3", "true", "false", "0.5"];
            foreach (string value in names)
            {
                Recipe recipe;
                try
                {
                    recipe = new RecipeReader().Set($"{setting.Path}={value}").ResolveWithoutData().Recipe;
                }
                catch (RecipeException)
                {
                    continue; // not a value of this setting, or not one that goes alone
                }
                AssertClassifier(recipe with { Model = recipe.Model with { BigramRows = Math.Min(recipe.Model.BigramRows, 50) } });
                tried++;
            }
        }
        Assert.True(tried > 40, $"{tried} settings tried");
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Of_Tagger_IsTheCountOfItsMatrices(bool crf) =>
        AssertTagger(TextTagger.DefaultRecipe with { Tagging = new TaggingRecipe { Crf = crf, CharacterEmbedding = 5, CharacterHidden = 6 } });

    static void AssertClassifier(Recipe recipe)
    {
        foreach (int classes in (int[])[2, 3])
            Assert.Equal(Matrices(new TextModel(recipe.Model, 11, classes, new Rng(1), steps: recipe.Text.PadToLength)), ModelSize.Of(recipe, 11, classes));
    }

    static void AssertTagger(Recipe recipe)
    {
        foreach ((int Words, int Width)? vectors in ((int, int)?[])[null, (3, 4)])
            Assert.Equal(Matrices(new TaggerNetwork(recipe, 11, 7, 5, new Rng(1), vectors)), ModelSize.Of(recipe, 11, 7, 5, vectors));
    }

    static decimal Matrices(Module network) => network.Parameters.Where(parameter => parameter.Value.Shape.Rank > 1).Sum(parameter => (decimal)parameter.Value.Length);
}
