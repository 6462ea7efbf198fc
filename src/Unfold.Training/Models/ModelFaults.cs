using System.Globalization;

namespace Unfold.Training;

/// <summary>Settings of a network, each fine, that do not go together.</summary>
static class ModelFaults
{
    /// <summary>All of a recipe's.</summary>
    public static IEnumerable<(string Path, string Fault)> Of(Recipe recipe) =>
        recipe.Task == TaskKind.Tagging ? OfTagger(recipe.Model) : Of(recipe.Model, recipe.Text.PadToLength);

    /// <summary>All of a tagger's.</summary>
    public static IEnumerable<(string Path, string Fault)> OfTagger(ModelRecipe model)
    {
        if (model.Cell == CellKind.None)
            yield return ("model.cell", "expected a recurrent cell, got none. A tagger reads its sentence by one; set model.cell to rnn, gru or lstm");
        if (DropsBetweenNoLayers(model) is { } fault) yield return fault;
    }

    /// <summary>All of a classifier's.</summary>
    /// <param name="model">The network.</param>
    /// <param name="steps">The length that all texts have; 0 where it differs.</param>
    public static IEnumerable<(string Path, string Fault)> Of(ModelRecipe model, int steps)
    {
        if (model.ReadOut == ReadOutKind.Flat && steps == 0)
            yield return ("model.readOut", "expected text.padToLength above 0 with a flat read-out, got 0. Its layer has a weight for every step; set text.padToLength, or read out last, mean or max");
        if (model.Exchanged && steps == 0)
            yield return ("model.exchanged", "expected text.padToLength above 0, got 0. Texts and steps can only be exchanged where all texts are of one length");
        if (model is { Exchanged: true, Cell: CellKind.None })
            yield return ("model.exchanged", "expected a recurrent cell, got none. Set model.cell");
        if (DropsBetweenNoLayers(model) is { } dropout) yield return dropout;
        if (model is { Bidirectional: true, Cell: CellKind.None })
            yield return ("model.bidirectional", "expected a recurrent cell, got none. Set model.cell, or model.bidirectional to false");
        if (model is { Pool: > 1, Filters: 0 })
            yield return ("model.pool", $"expected 1 without a convolution, got {model.Pool}. Set model.filters above 0");
        if (model is { Frozen: not FrozenWords.None, Vectors: null })
            yield return ("model.frozen", "expected model.vectors, got none. Word vectors that are random and never trained tell little; name a file of vectors, or set model.frozen to none");
        if (model is { Words: WordInput.Number, Bigrams: > 0 })
            yield return ("model.bigrams", $"expected 0 where words are read as numbers, got {model.Bigrams}. Set model.words to vector");
        if (model is { Words: WordInput.Number, Vectors: not null })
            yield return ("model.words", "expected vector where model.vectors is set, got number. A number has no vector");
    }

    public static void ThrowIfAny(ModelRecipe model, int steps)
    {
        Throw(Of(model, steps));
    }

    /// <exception cref="RecipeException">A tagger cannot be made of these settings.</exception>
    public static void ThrowIfAnyOfTagger(ModelRecipe model) => Throw(OfTagger(model));

    static void Throw(IEnumerable<(string Path, string Fault)> found)
    {
        string[] faults = [.. found.Select(fault => $"{fault.Path}: {fault.Fault}.")];
        if (faults.Length > 0) throw new RecipeException(string.Join('\n', faults));
    }

    static (string Path, string Fault)? DropsBetweenNoLayers(ModelRecipe model) => model is not { LayerDropout: > 0, Layers: 1 } ? null : ("model.layerDropout",
        $"expected 0 with one recurrent layer, got {model.LayerDropout.ToString(CultureInfo.InvariantCulture)}. It drops between layers; set model.layers to 2 or more, or use model.dropout");
}
