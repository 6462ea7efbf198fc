using Unfold.Nn;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The network of a recipe: embeddings of words and pairs of words, convolution, recurrent layers, read-out, head.</summary>
/// <remarks>
/// Shapes: a batch of token sequences → logits <c>[B, 1]</c> for two classes (the logit of the second one), else <c>[B, C]</c>.
/// Parameters, as far as the recipe asks for the part, as a PyTorch model with these members has them: <c>embedding.weight</c>; <c>bigrams.weight</c>; <c>conv.*</c>;
/// <c>input_norm.*</c>; <c>rnn.*</c>, <c>lstm.*</c> or <c>gru.*</c>; <c>output_norm.*</c>; <c>attention.*</c>; <c>hidden.*</c>; <c>fc.weight</c> and
/// <c>fc.bias</c>. The row of the padding token is zero and gets no gradient.
/// </remarks>
public sealed class TextModel : Module
{
    readonly ModelRecipe _recipe;
    readonly BigramEmbedding? _bigrams;
    readonly WordDropout? _wordDropout;
    readonly Dropout? _embeddingDropout;
    readonly VariationalDropout? _sharedDropout;
    readonly Conv1d? _convolution;
    readonly MaxPool1d? _pool;
    readonly Layer? _inputNorm;
    readonly Layer? _outputNorm;
    readonly TextReadOut _readOut;
    readonly Dropout? _dropout;
    readonly Linear? _hidden;

    /// <summary>A network with fresh weights.</summary>
    /// <param name="recipe">The sizes.</param>
    /// <param name="vocabulary">Rows of the embedding.</param>
    /// <param name="classes">Classes to tell apart.</param>
    /// <param name="rng">Where initial weights and dropout come from; every part takes a stream of its own.</param>
    /// <param name="paddingIndex">The token without a vector. <value>Default: 0.</value></param>
    /// <param name="unknownIndex">The token that word dropout puts in a word's place. <value>Default: 1.</value></param>
    /// <param name="steps">The length of every text, which only a flat read-out needs. <value>Default: any.</value></param>
    /// <exception cref="RecipeException">The recipe asks for parts that do not go together.</exception>
    public TextModel(ModelRecipe recipe, int vocabulary, int classes, Rng rng, int? paddingIndex = 0, int unknownIndex = 1, int steps = 0)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ModelFaults.ThrowIfAny(recipe, steps);
        (_recipe, Classes) = (recipe, classes);
        int width = 1;
        if (recipe.Words == WordInput.Vector)
        {
            Embedding = Register("embedding", new Embedding(vocabulary, recipe.Embedding, rng.Fork("embedding"), paddingIndex));
            foreach (ref float weight in Embedding.Weight.Value.Span<float>()) weight = (float)(weight * recipe.EmbeddingDeviation);
            Embedding.Weight.Trainable = recipe.Frozen != FrozenWords.All;
            width = recipe.Embedding;
        }
        if (recipe.Bigrams > 0)
        {
            _bigrams = Register("bigrams", new BigramEmbedding(recipe.BigramRows, recipe.Bigrams, rng.Fork("bigrams"), paddingIndex, recipe.EmbeddingDeviation));
            width += recipe.Bigrams;
        }
        if (recipe.Filters > 0)
        {
            _convolution = Register("conv", new Conv1d(width, recipe.Filters, recipe.FilterWidth, rng.Fork("conv"), ConvolutionPadding.Same));
            width = recipe.Filters;
            if (recipe.Pool > 1) _pool = Register("pool", new MaxPool1d(recipe.Pool));
        }
        _inputNorm = Norm("input_norm", recipe.InputNorm, width);
        Recurrent = Cell(recipe, width, rng.Fork("recurrent"));
        width = Recurrent?.OutputSize ?? width;
        _outputNorm = Norm("output_norm", recipe.OutputNorm, width);
        _readOut = new TextReadOut(recipe.ReadOut, width, recipe.Bidirectional, _pool is null ? steps : Math.Max(1, steps / recipe.Pool)) { Attention = Attention(recipe.ReadOut, width, rng.Fork("attention")) };
        width = _readOut.Width;
        if (recipe.Head > 0)
        {
            _hidden = Register("hidden", new Linear(width, recipe.Head, rng.Fork("hidden")));
            width = recipe.Head;
        }
        Output = Register("fc", new Linear(width, classes == 2 ? 1 : classes, rng.Fork("fc")));
        if (recipe.WordDropout > 0) _wordDropout = Register("wordDropout", new WordDropout(recipe.WordDropout, rng.Fork("wordDropout"), unknownIndex));
        if (recipe.EmbeddingDropout > 0 && recipe.SharedDropout) _sharedDropout = Register("embeddingDropout", new VariationalDropout(recipe.EmbeddingDropout, rng.Fork("embeddingDropout")));
        else if (recipe.EmbeddingDropout > 0) _embeddingDropout = Register("embeddingDropout", new Dropout(recipe.EmbeddingDropout, rng.Fork("embeddingDropout")));
        if (recipe.Dropout > 0) _dropout = Register("dropout", new Dropout(recipe.Dropout, rng.Fork("dropout")));
        ModelStart.Draw(this, recipe.Initialization, rng.Fork("initialization"));
    }

    /// <summary>The word vectors; null where words are read as numbers.</summary>
    public Embedding? Embedding { get; }

    /// <summary>The recurrent layers; null where there are none.</summary>
    public Recurrent? Recurrent { get; }

    /// <summary>The linear layer that gives the logits.</summary>
    public Linear Output { get; }

    /// <summary>Classes told apart.</summary>
    public int Classes { get; }

    /// <summary>Whether the answer to a text depends on the other texts of its batch: as <see cref="ModelRecipe.Exchanged"/> makes it, on purpose.</summary>
    internal bool MixesTexts => _recipe.Exchanged;

    /// <summary>The logits of a batch, in the caller's order.</summary>
    public Tensor Forward(SequenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_wordDropout is not null) batch = _wordDropout.Forward(batch);
        SequenceTensor x = Embedding?.Forward(batch) ?? WordNumbers.Of(batch, Output.Weight.Value.DType);
        if (_bigrams is not null) x = new SequenceTensor(x.Layout, Ops.ConcatColumns(x.Values, _bigrams.Forward(batch).Values));
        if (_embeddingDropout is not null) x = _embeddingDropout.Forward(x);
        if (_sharedDropout is not null) x = _sharedDropout.Forward(x);
        if (_convolution is not null) x = _convolution.Forward(x);
        if (_convolution is not null) x = new SequenceTensor(x.Layout, Ops.Relu(x.Values));
        if (_pool is not null) x = _pool.Forward(x);
        if (_inputNorm is not null) x = _inputNorm.Forward(x);
        Tensor? final = null;
        if (Recurrent is not null)
        {
            RecurrentResult states = Recurrent.Forward(_recipe.Exchanged ? AxesExchange.Of(x) : x);
            (x, final) = _recipe.Exchanged ? (AxesExchange.Of(states.Output, x.Layout), null) : (states.Output, states.Final());
        }
        if (_outputNorm is not null) (x, final) = (_outputNorm.Forward(x), null);
        Tensor text = _readOut.Of(x, final);
        if (_dropout is not null) text = _dropout.Forward(text);
        if (_hidden is not null) text = _hidden.Forward(text);
        return Output.Forward(_recipe.HeadActivation switch
        {
            HeadActivation.Relu => Ops.Relu(text),
            HeadActivation.Tanh => Ops.Tanh(text),
            _ => text,
        });
    }

    /// <summary>Takes over the vectors of the words that have one; the others keep theirs, or get zeros where all are frozen.</summary>
    internal void Fill(WordVectors vectors, Vocabulary words)
    {
        Span<float> table = Embedding!.Weight.Value.Span<float>();
        if (_recipe.Frozen == FrozenWords.All) table.Clear();
        var found = new List<int>();
        for (int row = words.SpecialCount; row < words.Count; row++)
        {
            if (vectors[words[row]] is not { Length: > 0 } vector) continue;
            vector.CopyTo(table[(row * vectors.Width)..]);
            found.Add(row);
        }
        if (_recipe.Frozen == FrozenWords.Found) Embedding.Freeze(found);
    }

    Layer? Norm(string name, NormKind kind, int width) => kind switch
    {
        NormKind.Batch => Register<Layer>(name, new BatchNorm1d(width)),
        NormKind.Layer => Register<Layer>(name, new LayerNorm(width)),
        _ => null,
    };

    Attention? Attention(ReadOutKind kind, int width, Rng rng) => kind switch
    {
        ReadOutKind.Attention or ReadOutKind.ScaledAttention => Register<Attention>("attention", new DotProductAttention(scaled: kind == ReadOutKind.ScaledAttention)),
        ReadOutKind.AdditiveAttention => Register<Attention>("attention", new AdditiveAttention(width, width, rng)),
        _ => null,
    };

    Recurrent? Cell(ModelRecipe recipe, int inputs, Rng rng)
    {
        var options = new RecurrentOptions { Layers = recipe.Layers, Bidirectional = recipe.Bidirectional, Dropout = recipe.LayerDropout };
        return recipe.Cell switch
        {
            CellKind.Rnn => Register<Recurrent>("rnn", new Rnn(inputs, recipe.Hidden, rng, recipe.Activation, options)),
            CellKind.Lstm => Register<Recurrent>("lstm", new Lstm(inputs, recipe.Hidden, rng, options)),
            CellKind.Gru => Register<Recurrent>("gru", new Gru(inputs, recipe.Hidden, rng, options)),
            _ => null,
        };
    }
}
