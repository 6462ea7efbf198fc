namespace Unfold.Training.Tests;

public sealed class SweepGridTests
{
    static RecipeReader Start() => new(Recipe.ForCsv("a.csv", "text", "label"));

    [Fact]
    public void Expand_TwoAxes_GivesEveryCombinationTheLastFastest()
    {
        var grid = new SweepGrid(["training.learningRate=0.1,0.01", "model.hidden=8,16"]);
        IReadOnlyList<RecipeVariant> variants = grid.Expand(Start);

        Assert.Equal(4, grid.Count);
        Assert.Equal(["training.learningRate=0.1 model.hidden=8", "training.learningRate=0.1 model.hidden=16", "training.learningRate=0.01 model.hidden=8", "training.learningRate=0.01 model.hidden=16"], variants.Select(variant => variant.Name));
        Assert.Equal([(0.1, 8), (0.1, 16), (0.01, 8), (0.01, 16)], variants.Select(variant => (variant.Recipe.Training.LearningRate, variant.Recipe.Model.Hidden)));
    }

    [Fact]
    public void Expand_ValuesInBrackets_AreOneValue()
    {
        IReadOnlyList<RecipeVariant> variants = new SweepGrid(["training.groups=[],[{\"match\":\"fc.*\",\"rate\":0.5}]"]).Expand(Start);
        Assert.Equal([0, 1], variants.Select(variant => variant.Recipe.Training.Groups.Count));
    }

    [Fact]
    public void Expand_WrongValues_AreAllToldBeforeAnythingIsTrained()
    {
        var error = Assert.Throws<RecipeException>(() => new SweepGrid(["training.learningRate=-1,0.1,many"]).Expand(Start));
        Assert.Equal("--grid training.learningRate: training.learningRate: expected a number above 0 to 1000, got -1.\n--grid training.learningRate: training.learningRate: expected a number above 0 to 1000, got \"many\".", error.Message);
    }

    [Theory]
    [InlineData("training.learningRate", "--grid training.learningRate: expected a setting and its values, such as training.learningRate=0.1,0.01, got no setting.")]
    [InlineData("model.hidden=8,,9", "--grid model.hidden=8,,9: expected a setting and its values, such as training.learningRate=0.1,0.01, got an empty value.")]
    public void Constructor_WrongAxis_SaysWhatIsExpected(string axis, string message) =>
        Assert.Equal(message, Assert.Throws<RecipeException>(() => new SweepGrid([axis])).Message);

    [Fact]
    public void Seeded_Three_CountUpFromTheRecipesOwn() =>
        Assert.Equal([42UL, 43, 44], new RecipeVariant("a", new Recipe { Seed = 42 }).Seeded(3).Select(recipe => recipe.Seed));
}
