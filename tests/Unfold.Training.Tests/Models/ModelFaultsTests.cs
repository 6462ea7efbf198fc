namespace Unfold.Training.Tests;

public sealed class ModelFaultsTests
{
    [Theory]
    [InlineData("model.readOut=flat", "--set model.readOut=flat: model.readOut: expected text.padToLength above 0 with a flat read-out, got 0. Its layer has a weight for every step; set text.padToLength, or read out last, mean or max.")]
    [InlineData("model.exchanged=true", "--set model.exchanged=true: model.exchanged: expected text.padToLength above 0, got 0. Texts and steps can only be exchanged where all texts are of one length.")]
    [InlineData("model.layerDropout=0.2", "--set model.layerDropout=0.2: model.layerDropout: expected 0 with one recurrent layer, got 0.2. It drops between layers; set model.layers to 2 or more, or use model.dropout.")]
    [InlineData("model.pool=2", "--set model.pool=2: model.pool: expected 1 without a convolution, got 2. Set model.filters above 0.")]
    [InlineData("model.frozen=found", "--set model.frozen=found: model.frozen: expected model.vectors, got none. Word vectors that are random and never trained tell little; name a file of vectors, or set model.frozen to none.")]
    public void Resolve_SettingsThatDoNotGoTogether_AreRefusedInASentence(string setting, string message)
    {
        RecipeReader reader = new RecipeReader(Recipe.ForCsv("a.csv", "text", "label") with { Model = new ModelRecipe() }).Set(setting);
        Assert.Equal(message, Assert.Throws<RecipeException>(() => reader.Resolve()).Message);
    }

    [Theory]
    [InlineData("model.cell=none", "--set model.cell=none: model.cell: expected a recurrent cell, got none. A tagger reads its sentence by one; set model.cell to rnn, gru or lstm.")]
    [InlineData("model.layerDropout=0.2", "--set model.layerDropout=0.2: model.layerDropout: expected 0 with one recurrent layer, got 0.2. It drops between layers; set model.layers to 2 or more, or use model.dropout.")]
    [InlineData("training.accumulate=2", "--set training.accumulate=2: training.accumulate: expected its default 1, as a tagger does not look at it, got 2. Leave it out.")]
    [InlineData("model.vectors=glove/x", "--set model.vectors=glove/x: model.vectors: expected its default null, as a tagger does not look at it, got \"glove/x\". Leave it out, or set tagging.vectors.")]
    [InlineData("linear.words=1", "--set linear.words=1: linear.words: expected its default 2, as a tagger does not look at it, got 1. Leave it out.")]
    public void Resolve_TaggerWithWhatItDoesNotRead_IsRefusedInASentence(string setting, string message) =>
        Assert.Equal(message, Assert.Throws<RecipeException>(() => RecipeReader.Open("pos-lstm").Set(setting).Resolve()).Message);

    [Fact]
    public void Resolve_ClassifierWithATaggersSetting_IsRefusedInASentence() => Assert.Equal(
        "--set tagging.crf=true: tagging.crf: expected its default false, as a classifier of texts does not look at it, got true. Leave it out.",
        Assert.Throws<RecipeException>(() => RecipeReader.Open("twitter-lstm").Set("tagging.crf=true").Resolve()).Message);

    [Fact]
    public void Constructor_BidirectionalWithoutACell_IsRefusedInCodeToo()
    {
        var error = Assert.Throws<RecipeException>(() => new TextModel(new ModelRecipe { Cell = CellKind.None, Bidirectional = true, Pool = 3 }, 10, 2, new Rng(1)));
        Assert.Equal("model.bidirectional: expected a recurrent cell, got none. Set model.cell, or model.bidirectional to false.\nmodel.pool: expected 1 without a convolution, got 3. Set model.filters above 0.", error.Message);
    }
}
