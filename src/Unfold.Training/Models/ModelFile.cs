using System.Text.Json;
using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The document <c>model.json</c>: with the weights, all that a prediction needs.</summary>
sealed record ModelFile
{
    public const int CurrentVersion = 1;

    /// <summary>The version of the layout.</summary>
    public int SchemaVersion { get; init; } = CurrentVersion;

    /// <summary>The classes, in the order of their numbers.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The decision threshold of two classes.</summary>
    public ThresholdDocument? Threshold { get; init; }

    /// <summary>The share of the linear model's probabilities in the answer; left out where the network answers alone.</summary>
    public double? LinearWeight { get; init; }

    /// <summary>Every setting of the recipe: sizes and tokenizer among them.</summary>
    public JsonElement? Recipe { get; init; }

    /// <summary>The vocabulary.</summary>
    public VocabularyDocument? Vocabulary { get; init; }

    public static void Write(string path, Recipe recipe, Vocabulary vocabulary, LabelSet labels, ThresholdDocument threshold, double? linearWeight = null)
    {
        var document = new ModelFile
        {
            Classes = labels.Names,
            Threshold = threshold,
            LinearWeight = linearWeight,
            Recipe = JsonElement.Parse(recipe.ToJson()),
            Vocabulary = vocabulary.ToDocument(),
        };
        AtomicFile.WriteText(path, JsonSerializer.Serialize(document, ModelFileJson.Default.ModelFile) + "\n");
    }

    public static TrainedModel Read(string path)
    {
        if (!File.Exists(path))
            throw new DataException($"{path}: expected the description of a trained model, got no such file. Check the path; it is the folder of a run or of a saved classifier.");
        (TrainedModel model, double? weight) = ReadNetwork(path);
        return weight is null ? model : model.With(new Blend(LinearFile.Read(Path.GetDirectoryName(path)!, model.Recipe.Linear, model.Tokenizer, model.Labels.Count), weight.Value));
    }

    static (TrainedModel Model, double? LinearWeight) ReadNetwork(string path)
    {
        string text = DocumentFile.ReadText(path, "the description of a model");
        try
        {
            ModelFile? document = JsonSerializer.Deserialize(text, ModelFileJson.Default.ModelFile);
            return (Build(document, path), document!.LinearWeight);
        }
        catch (JsonException error)
        {
            throw Damaged($"{path}:{(error.LineNumber ?? 0) + 1}", "expected the description of a model in JSON, got something else", error);
        }
        catch (Exception error) when (error is RecipeException or DataException)
        {
            throw Damaged(path, error.Message.TrimEnd('.'), error);
        }
    }

    static TrainedModel Build(ModelFile? document, string path)
    {
        if (document is null) throw Damaged(path, "expected the description of a model, got null", null);
        if (document.SchemaVersion != CurrentVersion)
            throw new DamagedFileException($"{path}: expected schemaVersion {CurrentVersion}, got {document.SchemaVersion}. Another version of Unfold wrote it; use that version, or train again.");
        if (document is not { Classes: { } classes, Threshold: { Value: >= 0 and <= 1 } threshold, Recipe: { ValueKind: JsonValueKind.Object } settings, Vocabulary: { } words })
            throw Damaged(path, "expected classes, threshold, recipe and vocabulary, got a file without one of them", null);
        Recipe recipe = new RecipeReader().AddJson(settings.GetRawText(), "recipe").ResolveWithoutData().Recipe;
        Vocabulary vocabulary = Text.Vocabulary.FromDocument(words, path);
        var labels = new LabelSet(classes);
        if (vocabulary.Count == 0) throw Damaged(path, "expected a vocabulary with at least one token, got an empty one", null);
        if (document.LinearWeight is { } weight && !(weight is >= 0 and <= 1)) throw Damaged(path, $"expected a linearWeight of 0 to 1, got {weight}", null);
        ModelSize.ThrowIfBeyondFile(ModelSize.Of(recipe, vocabulary.Count, labels.Count), path);
        TextModel network = PreparedData.NewNetwork(recipe, vocabulary, labels.Count, new Rng(recipe.Seed));
        return new TrainedModel(recipe, network, Tokenizer.Create(recipe.Text.Tokenizer), vocabulary, labels, threshold);
    }

    static DamagedFileException Damaged(string where, string fault, Exception? inner) =>
        new($"{where}: {fault}. The file is damaged or was not written by Unfold; restore it, or train again.", inner);
}
