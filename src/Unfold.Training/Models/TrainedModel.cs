using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>A network with everything around it that a prediction needs: tokenizer, vocabulary, classes, threshold.</summary>
/// <remarks>Nothing in it changes once it is made, so it may be shared among threads.</remarks>
sealed class TrainedModel
{
    readonly EncodingOptions _encoding;

    public TrainedModel(Recipe recipe, TextModel network, ITokenizer tokenizer, Vocabulary vocabulary, LabelSet labels, ThresholdDocument threshold)
    {
        (Recipe, Network, Tokenizer, Vocabulary, Labels, Threshold) = (recipe, network, tokenizer, vocabulary, labels, threshold);
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

    public EncodedCorpus Encode(Corpus corpus, bool withLabels) =>
        EncodedCorpus.Encode(corpus, Tokenizer, Vocabulary, withLabels ? Labels : null, _encoding);

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

    /// <summary>Writes <c>model.json</c> and <c>model.safetensors</c>, each whole or not at all.</summary>
    public void Save(RunFolder folder)
    {
        ModelFile.Write(folder.ModelFile, Recipe, Vocabulary, Labels, Threshold);
        Network.SaveSafetensors(folder.WeightsFile);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static TrainedModel Load(string folder)
    {
        TrainedModel model = ModelFile.Read(Path.Combine(folder, "model.json"));
        string weights = Path.Combine(folder, "model.safetensors");
        if (!File.Exists(weights))
            throw new DataException($"{weights}: expected the weights of a trained model, got no such file. Train the run again; a run has weights from its first epoch on.");
        model.Network.LoadSafetensors(weights);
        return model;
    }
}
