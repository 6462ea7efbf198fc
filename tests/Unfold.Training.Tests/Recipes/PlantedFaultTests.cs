using Unfold.Tests.OpCases;

namespace Unfold.Training.Tests;

/// <summary>What <c>gradcheck</c> checks are whole models: a fault in any backward of any recipe's is found.</summary>
public sealed class PlantedFaultTests
{
    public static TheoryData<string> Names => [.. RecipeCatalog.Names, "gru", "crf", "two layers"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_FaultInOneBackwardOfTheModel_IsFound(string name)
    {
        Recipe recipe = Small(name switch
        {
            "gru" => With(RecipeCatalog.Get("twitter-lstm"), model => model with { Cell = CellKind.Gru, ReadOut = ReadOutKind.Mean }),
            "crf" => RecipeCatalog.Get("pos-tagger") is { } tagger ? tagger with { Tagging = tagger.Tagging with { Crf = true } } : null!,
            "two layers" => With(RecipeCatalog.Get("twitter-lstm"), model => model with { Layers = 2, Bidirectional = true, ReadOut = ReadOutKind.Max }),
            _ => RecipeCatalog.Get(name),
        });
        FaultPlanter planter = new([]);

        Assert.True(Passes(8));
        Assert.True(planter.Places.Count >= 6, $"{planter.Places.Count} places");
        foreach (var place in planter.Places.ToArray())
        {
            planter.Plant(place);
            Assert.False(Passes(8) && Passes(int.MaxValue), $"{name}: a fault in {place.Name} is not found");
        }

        bool Passes(int most) => RecipeGradients.Check(recipe, most, planter.Arm).Where(entry => !entry.Name.Contains("by hand", StringComparison.Ordinal)).All(RecipeGradients.Passes);
    }

    static Recipe With(Recipe recipe, Func<ModelRecipe, ModelRecipe> change) => recipe with { Model = change(recipe.Model) };

    /// <summary>The same layers, fewer units: every fault costs a whole check.</summary>
    static Recipe Small(Recipe recipe) => With(recipe, model => model with { Embedding = 5, Hidden = 4, Filters = Math.Min(4, model.Filters), Head = Math.Min(4, model.Head) }) with
    {
        Tagging = recipe.Tagging with { CharacterEmbedding = Math.Min(3, recipe.Tagging.CharacterEmbedding), CharacterHidden = 3 },
    };
}
