using Unfold.Text;

namespace Unfold.Training;

/// <summary>The rows of a run as token ids, with what made them so.</summary>
sealed record PreparedData(
    TrainingData Rows, ITokenizer Tokenizer, Vocabulary Vocabulary, LabelSet Labels, EncodedCorpus Train, EncodedCorpus Validation, EncodedCorpus? Test)
{
    public Corpus TrainCorpus => Rows.Train;

    /// <summary>The vocabulary and the classes come from the training part alone.</summary>
    public static PreparedData Encode(Recipe recipe, TrainingData rows)
    {
        ITokenizer tokenizer = Text.Tokenizer.Create(recipe.Text.Tokenizer);
        var builder = new VocabularyBuilder(tokenizer, new VocabularyOptions { MaxSize = recipe.Text.VocabularySize, MinCount = recipe.Text.MinCount });
        foreach (LabelledText row in rows.Train.Rows) builder.Add(row.Text);
        Vocabulary vocabulary = builder.Build();
        LabelSet labels = LabelSet.From(rows.Train);
        EncodingOptions encoding = TrainedModel.Encoding(recipe.Text);
        return new PreparedData(rows, tokenizer, vocabulary, labels, Of(rows.Train), Of(rows.Validation), rows.Test is { } test ? Of(test) : null);

        EncodedCorpus Of(Corpus corpus) => EncodedCorpus.Encode(corpus, tokenizer, vocabulary, labels, encoding);
    }
}
