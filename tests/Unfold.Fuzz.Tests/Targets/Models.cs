using Unfold.Text;
using Unfold.Training;

namespace Unfold.Fuzz.Tests;

/// <summary>Small trained models, made once a folder.</summary>
static class Models
{
    static readonly Recipe Small = new()
    {
        Text = new TextRecipe { VocabularySize = 6 },
        Model = new ModelRecipe { Cell = CellKind.Gru, Embedding = 2, Hidden = 2 },
        Training = new TrainingRecipe { Epochs = 1, BatchSize = 8 },
        Baselines = new BaselineRecipe { BagOfWords = false },
        Inspection = new InspectionRecipe { Enabled = false },
    };

    public static void Classifier(string folder) => TextClassifier.Train(Rows(), Small).Save(folder);

    public static void Blend(string folder) => TextClassifier.Train(Rows(), Small with
    {
        Linear = new LinearRecipe { Use = LinearUse.Blend, Words = 2, Characters = 2, MinTexts = 10, Weighting = FeatureWeighting.TfIdf },
    }).Save(folder);

    public static void Tagger(string folder)
    {
        var corpus = new TaggedCorpus([new TaggedSentence(["the", "soup"], ["D", "N"]), new TaggedSentence(["a", "b", "the"], ["D", "N", "D"])]);
        TextTagger.Train(corpus, corpus, TextTagger.DefaultRecipe with
        {
            Text = new TextRecipe { VocabularySize = 6 },
            Model = TextTagger.DefaultRecipe.Model with { Cell = CellKind.Gru, Embedding = 2, Hidden = 2 },
            Training = TextTagger.DefaultRecipe.Training with { Epochs = 1 },
            Inspection = new InspectionRecipe { Enabled = false },
            Tagging = new TaggingRecipe { CharacterEmbedding = 2, CharacterHidden = 2, Crf = true },
        }).Save(folder);
    }

    static IEnumerable<(string Text, string Label)> Rows() => NegatedReviews.Generate(40, new Rng(1)).Rows.Select(row => (row.Text, row.Label));
}
