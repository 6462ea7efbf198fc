using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>A network with everything around it that a prediction needs: tokenizer, vocabulary, classes, threshold.</summary>
/// <remarks>Nothing in it changes once it is made, so it may be shared among threads.</remarks>
sealed class TrainedModel
{
    readonly EncodingOptions _encoding;

    public TrainedModel(Recipe recipe, TextModel network, ITokenizer tokenizer, Vocabulary vocabulary, LabelSet labels, ThresholdDocument threshold, Blend? blend = null)
    {
        (Recipe, Network, Tokenizer, Vocabulary, Labels, Threshold, Blend) = (recipe, network, tokenizer, vocabulary, labels, threshold, blend);
        _encoding = Encoding(recipe.Text);
        foreach (Parameter parameter in network.Parameters) _ = parameter.Value; // rows that wait for an update get it now, on one thread
        network.Eval();
    }

    public Recipe Recipe { get; }

    public TextModel Network { get; }

    public ITokenizer Tokenizer { get; }

    public Vocabulary Vocabulary { get; }

    public LabelSet Labels { get; }

    public ThresholdDocument Threshold { get; }

    /// <summary>The linear model that answers together with the network, if there is one.</summary>
    public Blend? Blend { get; }

    /// <summary>The same with a linear model beside the network.</summary>
    public TrainedModel With(Blend blend) => new(Recipe, Network, Tokenizer, Vocabulary, Labels, Threshold, blend);

    /// <summary>The answers of the network, or of both models where there are two.</summary>
    public Predictions Predict(Func<int, string> text, EncodedCorpus rows, CancellationToken cancellation)
    {
        Predictions network = ModelRunner.Predict(Network, rows, cancellation);
        return Blend is null ? network : Training.Blend.Mix(network, Blend.Linear.Predict(text, rows.Labels, cancellation), Blend.Weight);
    }

    public EncodedCorpus Encode(Corpus corpus, bool withLabels, CancellationToken cancellation = default) =>
        EncodedCorpus.Encode(corpus, Tokenizer, Vocabulary, withLabels ? Labels : null, _encoding, cancellation);

    /// <summary>The token ids of one text: cut and padded as the corpus was.</summary>
    public int[] EncodeText(string text) => EncodedCorpus.EncodeText(text, Tokenizer, Vocabulary, _encoding);

    public static EncodingOptions Encoding(TextRecipe text) => new()
    {
        MaxLength = text.MaxLength == 0 ? null : text.MaxLength,
        PadToLength = text.PadToLength == 0 ? null : text.PadToLength,
        Truncation = text.Truncation,
        Padding = text.Padding,
        Start = text.Specials == SpecialTokens.Keras ? VocabularyOptions.Start : null,
        DropUnknown = text.Unknown == UnknownWords.Drop,
    };

    /// <summary>Writes <c>model.json</c>, <c>model.safetensors</c> and what a linear model has beside them, each whole or not at all.</summary>
    public void Save(RunFolder folder)
    {
        if (Blend is not null) LinearFile.Write(folder, Blend.Linear);
        ModelFile.Write(folder.ModelFile, Recipe, Vocabulary, Labels, Threshold, Blend?.Weight);
        Network.SaveSafetensors(folder.WeightsFile);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static TrainedModel Load(string folder)
    {
        string description = Path.Combine(folder, "model.json"), weights = Path.Combine(folder, "model.safetensors");
        if (File.Exists(description) && !File.Exists(weights))
            throw new DataException($"{weights}: expected the weights of a trained model, got no such file. Train the run again; a run has weights from its first epoch on.");
        TrainedModel model = ModelFile.Read(description);
        model.Network.LoadSafetensors(weights);
        FiniteWeights.ThrowIfNot(model.Network, weights);
        return model;
    }
}
