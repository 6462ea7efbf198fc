using Unfold.Text;

namespace Unfold.Training;

/// <summary>The rows of a run as token ids, with what made them so.</summary>
sealed record PreparedData(
    TrainingData Rows, ITokenizer Tokenizer, Vocabulary Vocabulary, LabelSet Labels, EncodedCorpus Train, EncodedCorpus Validation, EncodedCorpus? Test, WordVectors? Vectors = null)
{
    public Corpus TrainCorpus => Rows.Train;

    /// <summary>The vocabulary and the classes come from the training part alone, or the vocabulary from a file of vectors.</summary>
    public static PreparedData Encode(Recipe recipe, TrainingData rows, string? dataFolder = null, CancellationToken cancellation = default)
    {
        ITokenizer tokenizer = Text.Tokenizer.Create(recipe.Text.Tokenizer);
        bool fromVectors = recipe.Text.Vocabulary == VocabularySource.Vectors;
        Vocabulary? vocabulary = fromVectors ? null : OfTraining(recipe.Text, rows.Train, tokenizer, cancellation);
        WordVectors? vectors = Read(recipe, dataFolder, vocabulary, cancellation);
        vocabulary ??= OfVectors(recipe.Text, vectors!);
        LabelSet labels = LabelSet.From(rows.Train, cancellation);
        EncodingOptions encoding = TrainedModel.Encoding(recipe.Text);
        return new PreparedData(rows, tokenizer, vocabulary, labels, Of(rows.Train), Of(rows.Validation), rows.Test is { } test ? Of(test) : null, vectors);

        EncodedCorpus Of(Corpus corpus) => EncodedCorpus.Encode(corpus, tokenizer, vocabulary, labels, encoding, cancellation);
    }

    /// <summary>Shares of the vocabulary's words, and of the training part's tokens, that have a vector; null where there is no file of vectors.</summary>
    public (double Words, double Tokens)? VectorCoverage
    {
        get
        {
            if (Vectors?.Cover(Vocabulary) is not { } coverage) return null;
            // A vocabulary that is made of the vectors' words has no counts, and every word of it a vector.
            double ofKnown = coverage.TypesFound == coverage.Types ? 1 : coverage.TokenShare;
            return (coverage.TypeShare, ofKnown * (1 - Train.Counts.UnknownShare));
        }
    }

    /// <summary>A network for this data with fresh weights, and the word vectors it begins with.</summary>
    public TextModel NewNetwork(Recipe recipe, Rng rng, CancellationToken cancellation = default) => Execution.Cancellable(cancellation, () =>
    {
        TextModel network = NewNetwork(recipe, Vocabulary, Labels.Count, rng);
        if (Vectors is not null) network.Fill(Vectors, Vocabulary);
        return network;
    });

    /// <summary>A network for a vocabulary and so many classes, with fresh weights.</summary>
    public static TextModel NewNetwork(Recipe recipe, Vocabulary vocabulary, int classes, Rng rng) =>
        new(recipe.Model, vocabulary.Count, classes, rng, vocabulary.PadIndex, vocabulary.DefaultIndex ?? 1, recipe.Text.PadToLength);

    static Vocabulary OfTraining(TextRecipe text, Corpus corpus, ITokenizer tokenizer, CancellationToken cancellation)
    {
        var builder = new VocabularyBuilder(tokenizer, new VocabularyOptions { MaxSize = text.VocabularySize, MinCount = text.MinCount, Specials = Specials(text) });
        return builder.AddRange(corpus.Texts, cancellation).Build(cancellation);
    }

    static Vocabulary OfVectors(TextRecipe text, WordVectors vectors)
    {
        IReadOnlyList<string> specials = Specials(text);
        return Vocabulary.FromTokens(specials.Concat(vectors.Words.Where(word => !specials.Contains(word, StringComparer.Ordinal))), specials.Count);
    }

    static IReadOnlyList<string> Specials(TextRecipe text) => text.Specials == SpecialTokens.Keras ? VocabularyOptions.Keras : new VocabularyOptions().Specials;

    /// <summary>The vectors of the vocabulary's words, or of all words where there is no vocabulary yet.</summary>
    static WordVectors? Read(Recipe recipe, string? dataFolder, Vocabulary? vocabulary, CancellationToken cancellation)
    {
        if (recipe.Model.Vectors is not { } file)
        {
            return vocabulary is not null ? null
                : throw new RecipeException("text.vocabulary: expected model.vectors, got none. Name the file whose words are the vocabulary, or set text.vocabulary to training.");
        }
        WordVectors vectors = WordVectors.Read(WordVectorsFile.Find(file, recipe.Data.Name == "csv" ? null : dataFolder), recipe.Model.MostVectors, vocabulary is null ? null : word => vocabulary.TryGetId(word, out _), cancellation);
        if (vectors.Width != recipe.Model.Embedding)
            throw new RecipeException($"model.embedding: expected {vectors.Width}, the width of the vectors in {vectors.Source}, got {recipe.Model.Embedding}. Set model.embedding={vectors.Width}, or name another file.");
        return vectors;
    }
}
