using Unfold.Inspection;
using Unfold.Lab;
using Unfold.Nn;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The lab's hand-written tagger with the names of its words and tags: fresh for some sentences, or as a run trained it.</summary>
public sealed class PlainTagger
{
    /// <summary>Width of a word's vector in a fresh one, and of its state: the toolkit's.</summary>
    const int Embedding = 50, Hidden = 20;

    readonly Func<string, int> _idOf;

    PlainTagger(PlainRnn model, string name, IReadOnlyList<string> tags, Func<string, int> idOf) => (Model, Name, Tags, _idOf) = (model, name, tags, idOf);

    /// <summary>The weights.</summary>
    public PlainRnn Model { get; }

    /// <summary>Which weights these are, in words.</summary>
    public string Name { get; }

    /// <summary>The tags, in the order of their numbers.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The number of a word; of one that a trained tagger does not know, that of the unknown word.</summary>
    public int IdOf(string word) => _idOf(word);

    /// <summary>A tagger with fresh weights for the words and tags of some sentences: embedding 50, state 20.</summary>
    /// <param name="sentences">The sentences; words are numbered in the order in which they occur, tags in ordinal order.</param>
    /// <param name="activation">The non-linearity.</param>
    /// <param name="seed">Where the weights come from.</param>
    /// <param name="centred">
    /// Whether the weights lie around zero as the library's layers begin: W_e N(0, 1), the others U(±1/√20). Else they are the toolkit's, all above
    /// zero: W_e 0.01 · U[0, 1), the others U[0, 1), by NumPy's generator.
    /// </param>
    public static PlainTagger Fresh(TaggedCorpus sentences, Activation activation, uint seed, bool centred)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (string word in sentences.Sentences.SelectMany(sentence => sentence.Words)) ids.TryAdd(word, ids.Count);
        PlainRnn model = new(ids.Count, Embedding, Hidden, sentences.TagNames.Count, new NumpyRandom(seed), activation);
        if (centred) Centre(model, new Rng(seed));
        return new PlainTagger(model, centred ? $"Fresh weights around zero, seed {seed}" : $"The toolkit’s fresh weights, all above zero, seed {seed}", sentences.TagNames, word => ids.TryGetValue(word, out int id) ? id
            : throw new DataException($"{word}: expected a word of the sentences that the tagger was made for, got another."));
    }

    /// <summary>The weights of a trained plain tagger, copied.</summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="name">Which weights these are, in words; it stands in errors too.</param>
    /// <exception cref="DataException">The tagger is not a plain one.</exception>
    public static PlainTagger Of(TextTagger tagger, string name)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        if (!IsPlain(tagger.Network))
            throw new DataException($"{name}: expected a plain tagger, one recurrent layer without biases, characters or a field, got {tagger.Recipe.Name}: {tagger.Network.Recurrent}. Train 'pos-rnn', or a recipe with tagging.plain.");
        TaggerNetwork network = tagger.Network;
        Parameter[] matrices = [network.Embedding.Weight, .. network.Recurrent.Parameters, network.Output.Weight];
        double[][,] values = [.. matrices.Select(Matrix)];
        return new PlainTagger(new PlainRnn(values[0], values[1], values[2], values[3], ((Rnn)network.Recurrent).Activation), name, tagger.Tags, tagger.IdOf);
    }

    /// <summary>The lab's numbers for a sentence.</summary>
    /// <param name="sentence">Its words, and the tag that each should get.</param>
    /// <param name="settings">What to show. <value>Default: as in <see cref="LabSettings"/>.</value></param>
    /// <exception cref="DataException">A tag that the tagger has not.</exception>
    /// <exception cref="DivergedException">The loss of the sentence is not finite with these weights.</exception>
    public LabDocument Exhibit(TaggedSentence sentence, LabSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        int[] tags = [.. sentence.Tags.Select(tag => Tags.ToList().IndexOf(tag) is var number and >= 0 ? number
            : throw new DataException($"tag {tag}: expected one of {string.Join(", ", Tags)}, got an unknown one.{NearestName.Hint(tag, Tags)}"))];
        return LabExhibit.Of(Model, Name, sentence.Words, [.. sentence.Words.Select(IdOf)], tags, Tags, settings);
    }

    internal static bool IsPlain(TaggerNetwork network) => network is { Recurrent: Rnn { Options: { Layers: 1, Bidirectional: false, Bias: false } } rnn, Field: null, VectorWidth: 0 } && network.Embedding.Weight.Shape[1] == rnn.InputSize;

    static double[,] Matrix(Parameter parameter)
    {
        double[] flat = parameter.Value.ToDoubles();
        var matrix = new double[parameter.Shape[0], parameter.Shape[1]];
        Buffer.BlockCopy(flat, 0, matrix, 0, flat.Length * sizeof(double));
        return matrix;
    }

    static void Centre(PlainRnn model, Rng rng)
    {
        double bound = 1 / Math.Sqrt(Hidden);
        foreach ((string name, double[,] values) in model.Layers)
        {
            for (int i = 0; i < values.GetLength(0); i++)
            {
                for (int j = 0; j < values.GetLength(1); j++) values[i, j] = name == "W_e" ? rng.NextNormal() : bound * ((2 * rng.NextDouble()) - 1);
            }
        }
    }
}
