using Unfold.Lab;
using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class PlainTaggerTests
{
    static Recipe Recipe(int epochs) => RecipeCatalog.Get("pos-rnn") is { } recipe
        ? recipe with { Training = recipe.Training with { Epochs = epochs }, Inspection = new InspectionRecipe { Enabled = false } } : throw new InvalidOperationException();

    static TaggedCorpus Sentences(ulong seed, int count)
    {
        Rng rng = new(seed);
        return new TaggedCorpus(Enumerable.Range(0, count).Select(_ =>
        {
            int[] words = [.. Enumerable.Range(0, 2 + rng.Next(13)).Select(_ => rng.Next(50))];
            return new TaggedSentence([.. words.Select(word => $"w{word}")], [.. words.Select((word, i) => $"t{(word + (i == 0 ? 0 : words[i - 1] % 2)) % 4}")]);
        }));
    }

    /// <summary>What the recipe trains with is the fused layer; the hand-written model has the same weights after every sentence.</summary>
    [Fact]
    public void PosRnn_AfterTwoEpochs_HasTheHandWrittenWeights() => SameWeights(Sentences(1, 60), Sentences(2, 20), epochs: 2);

    [Fact]
    public void PosRnn_OnTheEnglishWebTreebank_HasTheHandWrittenWeights()
    {
        if (RealData.Folder is not { } data) return;
        TaggingData sentences = TaggingData.Open(Recipe(1), data);
        Assert.Equal((1000, 1000, 1000), (sentences.Train.Sentences.Count, sentences.Validation.Sentences.Count, sentences.Test!.Sentences.Count));
        SameWeights(sentences.Train.Where(2, 14, 300), sentences.Validation.Where(2, 14, 20), epochs: 1);
    }

    static void SameWeights(TaggedCorpus train, TaggedCorpus validation, int epochs)
    {
        Recipe recipe = Recipe(epochs);
        TextTagger tagger = Trainer.TrainTagger(recipe with { Training = recipe.Training with { Monitor = Monitor.Loss } }, new TaggingData("s", train, validation)).Tagger;
        TaggerVocabulary vocabulary = TaggerVocabulary.Of(train, recipe);
        TaggerRows rows = new(train.Sentences, vocabulary);
        PlainRnn plain = new(vocabulary.Words.Count, 50, 20, vocabulary.Tags.Count, new NumpyRandom(1234));
        double[][] best = [];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            for (int i = 0; i < rows.Words.Count; i++) plain.Update(rows.Words[i], rows.Tags[i], 0.1);
            best = [.. plain.Layers.Select(layer => layer.Values.Cast<double>().ToArray())];
        }
        foreach ((Parameter parameter, double[] expected) in tagger.Network.Parameters.Zip(best))
        {
            double[] actual = parameter.Value.ToDoubles();
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-12 * Math.Max(1, Math.Abs(expected[i])), $"{parameter.Name}[{i}]: {expected[i]:R} {actual[i]:R}");
        }
    }
}
