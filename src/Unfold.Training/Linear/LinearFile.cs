using System.Text.Json;
using Unfold.Inspection;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The document <c>linear.json</c>: the n-grams of a linear model. Its weights lie beside it in <c>linear.safetensors</c>.</summary>
sealed record LinearFile
{
    public const int CurrentVersion = 1;

    const string WeightsName = "weights", InterceptsName = "intercepts", RarityName = "rarity";

    /// <summary>The version of the layout.</summary>
    public int SchemaVersion { get; init; } = CurrentVersion;

    /// <summary>The inverse strength of the penalty it was fitted with.</summary>
    public double Strength { get; init; }

    /// <summary>The n-grams of words, then those of characters where there are any.</summary>
    public IReadOnlyList<NGramDocument>? Grams { get; init; }

    public static void Write(RunFolder folder, LinearTextModel model)
    {
        var document = new LinearFile { Strength = model.Strength, Grams = [.. model.Inputs.Grams.Select(grams => grams.ToDocument())] };
        AtomicFile.WriteText(folder.LinearFile, JsonSerializer.Serialize(document, ModelFileJson.Default.LinearFile) + "\n");
        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal)
        {
            [WeightsName] = Tensor.From(model.Weights, new Shape(model.Features, model.Intercepts.Length)),
            [InterceptsName] = Tensor.From(model.Intercepts, new Shape(model.Intercepts.Length)),
        };
        if (model.Inputs.Rarity.Length > 0) tensors.Add(RarityName, Tensor.From(model.Inputs.Rarity, new Shape(model.Features)));
        SafetensorsFile.Write(folder.LinearWeightsFile, tensors);
    }

    public static LinearTextModel Read(string folder, LinearRecipe recipe, ITokenizer tokenizer, int classes)
    {
        (string path, string weights) = (Path.Combine(folder, "linear.json"), Path.Combine(folder, "linear.safetensors"));
        foreach (string file in (string[])[path, weights])
        {
            if (!File.Exists(file))
                throw new DataException($"{file}: expected the linear model that answers together with the network, got no such file. Copy the whole folder of the run, or train again.");
        }
        LinearFile? document;
        try
        {
            document = JsonSerializer.Deserialize(DocumentFile.ReadText(path, "the n-grams of a linear model"), ModelFileJson.Default.LinearFile);
        }
        catch (JsonException error)
        {
            throw Damaged($"{path}:{(error.LineNumber ?? 0) + 1}", "expected the n-grams of a linear model in JSON, got something else", error);
        }
        int expected = recipe.Characters > 0 ? 2 : 1;
        if (document is not { SchemaVersion: CurrentVersion, Grams: { } grams } || grams.Count != expected || grams.Contains(null!))
            throw Damaged(path, $"expected schemaVersion {CurrentVersion} and {expected} lists of n-grams, got {document?.SchemaVersion ?? 0} and {document?.Grams?.Count(one => one is not null) ?? 0}", null);
        NGramVocabulary[] vocabularies = [.. grams.Select(one => NGramVocabulary.FromDocument(one, tokenizer, path))];
        IReadOnlyDictionary<string, Tensor> tensors = SafetensorsFile.Read(weights).Tensors;
        int width = classes == 2 ? 1 : classes, count = vocabularies.Sum(one => one.Count);
        float[] rarity = recipe.Weighting == FeatureWeighting.Binary ? [] : Tensor(RarityName, new Shape(count)).ToFloats();
        return new LinearTextModel(
            LinearFeatures.From(recipe, vocabularies, rarity), classes, Tensor(WeightsName, new Shape(count, width)).ToFloats(), Tensor(InterceptsName, new Shape(width)).ToDoubles(), document.Strength);

        Tensor Tensor(string name, Shape shape)
        {
            if (!tensors.TryGetValue(name, out Tensor? tensor) || tensor.Shape != shape)
                throw Damaged(weights, $"expected a tensor \"{name}\" of {shape}, got {(tensor is null ? "none" : tensor.Shape.ToString())}", null);
            return tensor;
        }
    }

    static DamagedFileException Damaged(string where, string fault, Exception? inner) =>
        new($"{where}: {fault}. The file is damaged or was not written by Unfold; restore it, or train again.", inner);
}
