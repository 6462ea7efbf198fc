using Unfold.Nn;

namespace Unfold.Training;

/// <summary>The network of a recipe: embedding, recurrent layers, read-out, linear layer.</summary>
/// <remarks>
/// Shapes: a batch of token sequences → logits <c>[B, 1]</c> for two classes (the logit of the second one), else <c>[B, C]</c>.
/// Parameters: <c>embedding.weight</c>, then <c>rnn.*</c>, <c>lstm.*</c> or <c>gru.*</c>, then <c>fc.weight</c> and <c>fc.bias</c>,
/// as a PyTorch model with these members has them. The row of the padding token is zero and gets no gradient.
/// </remarks>
public sealed class TextModel : Module
{
    readonly ReadOut _readOut;
    readonly Dropout? _embeddingDropout;
    readonly Dropout? _dropout;

    /// <summary>A network with fresh weights.</summary>
    /// <param name="recipe">The sizes.</param>
    /// <param name="vocabulary">Rows of the embedding.</param>
    /// <param name="classes">Classes to tell apart.</param>
    /// <param name="rng">Where initial weights and dropout come from; every part takes a stream of its own.</param>
    /// <param name="paddingIndex">The token without a vector. <value>Default: 0.</value></param>
    public TextModel(ModelRecipe recipe, int vocabulary, int classes, Rng rng, int? paddingIndex = 0)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Embedding = Register("embedding", new Embedding(vocabulary, recipe.Embedding, rng.Fork("embedding"), paddingIndex));
        if (recipe.EmbeddingDeviation != 1)
        {
            foreach (ref float weight in Embedding.Weight.Value.Span<float>()) weight = (float)(weight * recipe.EmbeddingDeviation);
        }
        var options = new RecurrentOptions { Layers = recipe.Layers, Bidirectional = recipe.Bidirectional, Dropout = recipe.Layers > 1 ? recipe.LayerDropout : 0 };
        Rng own = rng.Fork("recurrent");
        Recurrent = recipe.Cell switch
        {
            CellKind.Rnn => Register<Recurrent>("rnn", new Rnn(recipe.Embedding, recipe.Hidden, own, recipe.Activation, options)),
            CellKind.Lstm => Register<Recurrent>("lstm", new Lstm(recipe.Embedding, recipe.Hidden, own, options)),
            _ => Register<Recurrent>("gru", new Gru(recipe.Embedding, recipe.Hidden, own, options)),
        };
        Output = Register("fc", new Linear(Recurrent.OutputSize, classes == 2 ? 1 : classes, rng.Fork("fc")));
        if (recipe.EmbeddingDropout > 0) _embeddingDropout = Register("embeddingDropout", new Dropout(recipe.EmbeddingDropout, rng.Fork("embeddingDropout")));
        if (recipe.Dropout > 0) _dropout = Register("dropout", new Dropout(recipe.Dropout, rng.Fork("dropout")));
        (_readOut, Classes) = (recipe.ReadOut, classes);
    }

    /// <summary>The word vectors.</summary>
    public Embedding Embedding { get; }

    /// <summary>The recurrent layers.</summary>
    public Recurrent Recurrent { get; }

    /// <summary>The linear layer that gives the logits.</summary>
    public Linear Output { get; }

    /// <summary>Classes told apart.</summary>
    public int Classes { get; }

    /// <summary>The logits of a batch, in the caller's order.</summary>
    public Tensor Forward(SequenceBatch batch)
    {
        SequenceTensor words = Embedding.Forward(batch);
        if (_embeddingDropout is not null) words = _embeddingDropout.Forward(words);
        RecurrentResult states = Recurrent.Forward(words);
        Tensor text = _readOut == ReadOut.Last ? states.Final() : Ops.ReadOut(states.Output, _readOut);
        return Output.Forward(_dropout is null ? text : _dropout.Forward(text));
    }
}
