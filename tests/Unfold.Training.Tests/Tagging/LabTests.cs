using Unfold.Inspection;
using Unfold.Lab;
using Unfold.Nn;
using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class LabTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static Recipe Plain => RecipeCatalog.Get("pos-rnn") with { Training = RecipeCatalog.Get("pos-rnn").Training with { Epochs = 2 } };

    static TaggingData Data => new("built-in", LabSentences.BuiltIn, LabSentences.BuiltIn);

    [Fact]
    public void Train_APlainTagger_KeepsItsLabInTheRunsFolder()
    {
        TaggerResult result = Trainer.TrainTagger(Plain, Data, new TrainOptions { Out = _folder["run"] });
        LabDocument lab = RunFolder.Open(_folder["run"]).ReadLab()!;

        Assert.Equal($"pos-rnn after epoch {result.Run.Best!.Epoch}", lab.Model);
        Assert.Equal(LabSentences.BuiltIn.Sentences[0].Words, lab.Steps.Select(step => step.Word));
        Assert.Equal(result.Tagger.Tag(LabSentences.BuiltIn.Sentences[0].Words), lab.Steps.Select(step => step.Predicted));
        Assert.All(lab.Comparisons, entry => Assert.InRange(entry.MaxRelative, 0, entry.Way == "central differences" ? 1e-5 : 1e-9));

        var again = PlainTagger.Of(TextTagger.Load(_folder["run"]), lab.Model);
        Assert.Equal(LabJson.Write(lab), LabJson.Write(again.Exhibit(LabSentences.BuiltIn.Sentences[0], new LabSettings { Seed = Plain.Seed })));
    }

    [Fact]
    public void Train_AnotherTagger_HasNoLab()
    {
        Recipe recipe = TextTagger.DefaultRecipe with { Training = TextTagger.DefaultRecipe.Training with { Epochs = 1 } };
        TaggerResult result = Trainer.TrainTagger(recipe, Data, new TrainOptions { Out = _folder["run"] });

        Assert.Null(RunFolder.Open(_folder["run"]).ReadLab());
        var error = Assert.Throws<DataException>(() => PlainTagger.Of(result.Tagger, "runs/x"));
        Assert.StartsWith("runs/x: expected a plain tagger, one recurrent layer without biases, characters or a field, got tagger: ", error.Message);
    }

    /// <summary>The toolkit's weights are drawn for the words in the order in which they occur.</summary>
    [Fact]
    public void Fresh_ToolkitsWeights_AreThoseOfItsGenerator()
    {
        var tagger = PlainTagger.Fresh(LabSentences.BuiltIn, Activation.Sigmoid, 1234, centred: false);
        Assert.Equal((0, 1, 12), (tagger.IdOf("The"), tagger.IdOf("old"), tagger.IdOf(".")));
        Assert.Equal(0.01 * 0.1915194503788923, tagger.Model.We[0, 0]);
        Assert.Equal(new PlainRnn(28, 50, 20, 11, new NumpyRandom(1234)).Wy.Cast<double>(), tagger.Model.Wy.Cast<double>());
        Assert.Equal("expected a word of the sentences that the tagger was made for, got another.", Assert.Throws<DataException>(() => tagger.IdOf("sea")).Message["sea: ".Length..]);
    }

    [Fact]
    public void Fresh_Centred_LiesAroundZeroAndDoesNotExplode()
    {
        var tagger = PlainTagger.Fresh(LabSentences.BuiltIn, Activation.Relu, 1234, centred: true);
        double[] recurrent = [.. tagger.Model.Wh.Cast<double>()];
        Assert.InRange(recurrent.Average(), -0.03, 0.03);
        Assert.InRange(recurrent.Max(Math.Abs), 0.2, 1 / Math.Sqrt(20));
        Assert.InRange(tagger.Exhibit(LabSentences.BuiltIn.Sentences[1]).Loss, 1, 5);
    }

    [Fact]
    public void Exhibit_ATagThatTheTaggerHasNot_IsNamed()
    {
        var tagger = PlainTagger.Fresh(LabSentences.BuiltIn, Activation.Tanh, 1, centred: true);
        var error = Assert.Throws<DataException>(() => tagger.Exhibit(new TaggedSentence(["stars"], ["NOUNS"])));
        Assert.Equal($"tag NOUNS: expected one of {string.Join(", ", tagger.Tags)}, got an unknown one. Did you mean \"NOUN\"?", error.Message);
    }

    [Fact]
    public void Parse_WordsWithAndWithoutTags_TakesTheKnownOnes()
    {
        TaggedSentence sentence = LabSentences.Parse("  the 1/2/NUM stars/VERB ", LabSentences.TagsOf(LabSentences.BuiltIn));
        Assert.Equal(["the", "1/2", "stars"], sentence.Words);
        Assert.Equal(["DET", "NUM", "VERB"], sentence.Tags);
        Assert.Equal("word 2, sea: expected its tag after a slash, got a word whose tag is not known. Write sea/NOUN, or the tag it has.", Assert.Throws<DataException>(() => LabSentences.Parse("the/DET sea", null)).Message);
        Assert.StartsWith("sentence: expected at least one word, got none.", Assert.Throws<DataException>(() => LabSentences.Parse(" ", null)).Message);
    }

    [Fact]
    public void Choose_AmongSentences_TakesTheFirstOfAGoodLengthWithKnownTags()
    {
        static TaggedSentence Of(int words, string tag) => new([.. Enumerable.Repeat("w", words)], [.. Enumerable.Repeat(tag, words)]);
        TaggedCorpus corpus = new([Of(2, "A"), Of(7, "B"), Of(8, "A")]);
        Assert.Same(corpus.Sentences[2], LabSentences.Choose(corpus, ["A"]));
        Assert.Same(corpus.Sentences[0], LabSentences.Choose(new TaggedCorpus(corpus.Sentences.Take(2)), ["A"]));
        Assert.Null(LabSentences.Choose(corpus, ["C"]));
    }
}
