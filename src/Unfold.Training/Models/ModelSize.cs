namespace Unfold.Training;

/// <summary>Counts the weights that a recipe asks for before any is made, so that a description from anywhere cannot ask for more than its weights file has.</summary>
static class ModelSize
{
    /// <summary>A weight takes two bytes at least in a file, where it is a half-precision one.</summary>
    const int FewestBytes = 2;

    /// <summary>The weights of a <see cref="TextModel"/>, without biases and normalization.</summary>
    public static decimal Of(Recipe recipe, int vocabulary, int classes)
    {
        ModelRecipe model = recipe.Model;
        (decimal count, decimal width) = (0, 1);
        if (model.Words == WordInput.Vector) (count, width) = ((decimal)vocabulary * model.Embedding, model.Embedding);
        if (model.Bigrams > 0)
        {
            count += (decimal)model.BigramRows * model.Bigrams;
            width += model.Bigrams;
        }
        if (model.Filters > 0)
        {
            count += width * model.Filters * model.FilterWidth;
            width = model.Filters;
        }
        if (model.Cell != CellKind.None)
        {
            count += Recurrent(model.Cell, width, model.Hidden, model.Layers, model.Bidirectional);
            width = model.Hidden * (model.Bidirectional ? 2 : 1);
        }
        if (model.ReadOut == ReadOutKind.AdditiveAttention) count += (width * width) + width;
        width *= model.ReadOut switch
        {
            ReadOutKind.MeanMax => 2,
            ReadOutKind.All => 3,
            ReadOutKind.Flat => model is { Filters: > 0, Pool: > 1 } ? Math.Max(1, recipe.Text.PadToLength / model.Pool) : recipe.Text.PadToLength,
            _ => 1,
        };
        if (model.Head > 0) (count, width) = (count + (width * model.Head), model.Head);
        return count + (width * (classes == 2 ? 1 : classes));
    }

    /// <summary>The weights of a <see cref="TaggerNetwork"/>, without biases.</summary>
    public static decimal Of(Recipe recipe, int words, int characters, int tags, (int Words, int Width)? vectors)
    {
        (ModelRecipe model, TaggingRecipe tagging) = (recipe.Model, recipe.Tagging);
        (decimal count, decimal width) = ((decimal)words * model.Embedding, model.Embedding);
        if (vectors is var (held, wide)) (count, width) = (count + ((decimal)held * wide), width + wide);
        if (tagging is { CharacterEmbedding: > 0, Plain: false })
        {
            count += ((decimal)characters * tagging.CharacterEmbedding) + Recurrent(CellKind.Lstm, tagging.CharacterEmbedding, tagging.CharacterHidden, layers: 1, bothWays: true);
            width += 2 * tagging.CharacterHidden;
        }
        count += Recurrent(model.Cell, width, model.Hidden, model.Layers, model.Bidirectional);
        count += (decimal)model.Hidden * (model.Bidirectional ? 2 : 1) * tags;
        return tagging.Crf ? count + ((decimal)tags * tags) : count;
    }

    /// <summary>Compares with the weights file that lies beside the description.</summary>
    /// <param name="count">The weights asked for.</param>
    /// <param name="path">The description.</param>
    /// <exception cref="DamagedFileException">The file is too small for so many weights.</exception>
    public static void ThrowIfBeyondFile(decimal count, string path)
    {
        var weights = new FileInfo(Path.Combine(Path.GetDirectoryName(path)!, "model.safetensors"));
        if (weights.Exists && count * FewestBytes > weights.Length)
            throw new DamagedFileException($"{path}: expected a model that fits into the {weights.Length:N0} bytes of its weights file, got one of {count:N0} weights. The two files do not belong together, or one is damaged; copy both again.");
    }

    static decimal Recurrent(CellKind cell, decimal inputs, decimal hidden, int layers, bool bothWays)
    {
        int gates = cell switch { CellKind.Lstm => 4, CellKind.Gru => 3, _ => 1 }, directions = bothWays ? 2 : 1;
        decimal first = gates * hidden * (inputs + hidden), further = gates * hidden * ((hidden * directions) + hidden);
        return directions * (first + ((layers - 1) * further));
    }
}
