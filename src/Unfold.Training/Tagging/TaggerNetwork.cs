using System.Numerics;
using Unfold.Nn;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The network of a tagger: words and their characters, recurrent layers, a score for each tag, and a conditional random field where asked for.</summary>
/// <remarks>
/// Shapes: a batch of sentences → emissions <c>[N, tags]</c>, packed. Parameters: <c>embedding.weight</c>; <c>characters.weight</c> and <c>spelling.*</c>
/// (both directions over a word's characters, their final states side by side); <c>lstm.*</c>, <c>gru.*</c> or <c>rnn.*</c>; <c>fc.*</c>; <c>crf.*</c>.
/// Source: B. Plank, A. Søgaard, Y. Goldberg, "Multilingual Part-of-Speech Tagging with Bidirectional LSTMs", 2016; X. Ma, E. Hovy, 2016 (the field).
/// </remarks>
public sealed class TaggerNetwork : Module
{
    readonly Embedding? _vectors;
    readonly Embedding? _characters;
    readonly Recurrent? _spelling;
    readonly Dropout? _wordDropout;
    readonly Dropout? _dropout;

    /// <param name="recipe">Sizes and kinds.</param>
    /// <param name="words">Rows of the words' table.</param>
    /// <param name="characters">Rows of the characters' table.</param>
    /// <param name="tags">Tags to choose from.</param>
    /// <param name="rng">Where initial weights come from.</param>
    /// <param name="vectors">Words with a fixed vector, and its width; null where there are none.</param>
    internal TaggerNetwork(Recipe recipe, int words, int characters, int tags, Rng rng, (int Words, int Width)? vectors = null)
    {
        ModelFaults.ThrowIfAnyOfTagger(recipe.Model);
        (ModelRecipe model, TaggingRecipe tagging) = (recipe.Model, recipe.Tagging.Plain ? recipe.Tagging with { CharacterEmbedding = 0 } : recipe.Tagging);
        Embedding = Register("embedding", new Embedding(words, model.Embedding, rng.Fork("embedding"), paddingIndex: tagging.Plain ? null : 0));
        foreach (ref float weight in Embedding.Weight.Value.Span<float>()) weight = (float)(weight * model.EmbeddingDeviation);
        int inputs = model.Embedding;
        if (vectors is var (count, width))
        {
            _vectors = Register("vectors", new Embedding(count, width, rng.Fork("vectors"), paddingIndex: 0));
            _vectors.Weight.Trainable = false;
            inputs += width;
        }
        if (tagging.CharacterEmbedding > 0)
        {
            _characters = Register("characters", new Embedding(characters, tagging.CharacterEmbedding, rng.Fork("characters"), paddingIndex: 0));
            _spelling = Register<Recurrent>("spelling", new Lstm(tagging.CharacterEmbedding, tagging.CharacterHidden, rng.Fork("spelling"), new RecurrentOptions { Bidirectional = true }));
            inputs += _spelling.OutputSize;
        }
        var options = new RecurrentOptions { Layers = model.Layers, Bidirectional = model.Bidirectional, Dropout = model.LayerDropout, Bias = !tagging.Plain };
        Rng own = rng.Fork("recurrent");
        Recurrent = model.Cell switch
        {
            CellKind.Rnn => Register<Recurrent>("rnn", new Rnn(inputs, model.Hidden, own, model.Activation, options)),
            CellKind.Lstm => Register<Recurrent>("lstm", new Lstm(inputs, model.Hidden, own, options)),
            CellKind.Gru => Register<Recurrent>("gru", new Gru(inputs, model.Hidden, own, options)),
            _ => throw new InvalidOperationException($"TaggerNetwork: expected a recurrent cell, got {model.Cell}."),
        };
        Output = Register("fc", new Linear(Recurrent.OutputSize, tags, rng.Fork("fc"), bias: !tagging.Plain));
        if (tagging.Crf) Field = Register("crf", new LinearChainCrf(tags, rng.Fork("crf")));
        if (model.EmbeddingDropout > 0) _wordDropout = Register("embeddingDropout", new Dropout(model.EmbeddingDropout, rng.Fork("embeddingDropout")));
        if (model.Dropout > 0) _dropout = Register("dropout", new Dropout(model.Dropout, rng.Fork("dropout")));
        if (tagging.Plain) Draw(recipe);
    }

    /// <summary>Numbers in a word's fixed vector; 0 where there are none.</summary>
    public int VectorWidth => _vectors?.Weight.Shape[1] ?? 0;

    /// <summary>The words' learnt vectors.</summary>
    public Embedding Embedding { get; }

    /// <summary>The recurrent layers over the words.</summary>
    public Recurrent Recurrent { get; }

    /// <summary>The layer that scores the tags.</summary>
    public Linear Output { get; }

    /// <summary>The conditional random field; null where tags are scored one by one.</summary>
    public LinearChainCrf? Field { get; }

    /// <summary>Whether the characters of words are read.</summary>
    internal bool Spells => _spelling is not null;

    /// <summary>Takes over fixed vectors; words beyond them, and the unknown one, have zeros.</summary>
    internal void Fill(WordVectors vectors, Vocabulary words)
    {
        Span<float> table = _vectors!.Weight.Value.Span<float>();
        table.Clear();
        for (int row = 0; row < words.Count; row++) vectors[words[row]].CopyTo(table[(row * vectors.Width)..]);
    }

    /// <summary>The weights of <see cref="Lab.PlainRnn"/> in double precision: from NumPy's stream, the embedding a hundredth of the others, all positive.</summary>
    void Draw(Recipe recipe)
    {
        var random = new NumpyRandom(checked((uint)recipe.Seed));
        To(DType.Float64);
        foreach (Parameter parameter in Parameters)
        {
            double scale = parameter == Embedding.Weight ? 0.01 : 1;
            foreach (ref double weight in parameter.Value.Span<double>()) weight = scale * random.NextDouble();
        }
    }

    internal SequenceTensor Emissions(TaggerBatch batch)
    {
        SequenceTensor words = Embedding.Forward(batch.Words);
        Tensor inputs = words.Values;
        if (_vectors is not null) inputs = Ops.ConcatColumns(inputs, _vectors.Forward(batch.Vectors!).Values);
        if (_spelling is not null)
        {
            Tensor spellings = _spelling.Forward(_characters!.Forward(batch.Spellings)).Final();
            inputs = Ops.ConcatColumns(inputs, Ops.GatherRows(spellings, batch.SpellingOf));
        }
        if (_wordDropout is not null) inputs = _wordDropout.Forward(inputs);
        SequenceTensor states = Recurrent.Forward(new SequenceTensor(words.Layout, inputs)).Output;
        return new SequenceTensor(words.Layout, Output.Forward(_dropout is null ? states.Values : _dropout.Forward(states.Values)));
    }

    internal Tensor Loss(SequenceTensor emissions, ReadOnlySpan<int> tags) => Field is null ? CrossEntropy.WithLogits(emissions.Values, tags) : Field.Loss(emissions, tags);

    /// <summary>The tags of the packed words.</summary>
    internal int[] Decode(SequenceTensor emissions)
    {
        if (Field is not null) return Field.Decode(emissions);
        var best = new int[emissions.Layout.TotalSteps];
        Highest(emissions.Values, best);
        return best;
    }

    /// <summary>The place of the highest score of every row; of equal ones the first.</summary>
    internal static void Highest(Tensor scores, Span<int> best)
    {
        if (scores.DType == DType.Float32) Highest<float>(scores.Span<float>(), scores.Shape[1], best);
        else Highest<double>(scores.Span<double>(), scores.Shape[1], best);
    }

    static void Highest<T>(ReadOnlySpan<T> scores, int tags, Span<int> best)
        where T : IComparisonOperators<T, T, bool>
    {
        for (int row = 0; row < best.Length; row++)
        {
            best[row] = 0;
            for (int tag = 1; tag < tags; tag++)
            {
                if (scores[(row * tags) + tag] > scores[(row * tags) + best[row]]) best[row] = tag;
            }
        }
    }
}
