namespace Unfold.Training;

/// <summary>The network: embedding, convolution, recurrent layers, read-out, head.</summary>
/// <remarks>In this order; a part that is not asked for is not there. <see cref="TextModel"/> tells the shapes.</remarks>
public sealed record ModelRecipe
{
    /// <summary>What is read of a word. <value>Default: vector.</value></summary>
    public WordInput Words { get; init; } = WordInput.Vector;

    /// <summary>Width of a word's vector, 1..65536. <value>Default: 32.</value></summary>
    public int Embedding { get; init; } = 32;

    /// <summary>Standard deviation of the initial word vectors, above 0, up to 10; PyTorch has 1. Small ones keep words that training hardly saw quiet. <value>Default: 1.</value></summary>
    public double EmbeddingDeviation { get; init; } = 1;

    /// <summary>A file of word vectors to begin with; for a known data set relative to the data folder. A word without one keeps its fresh vector. <value>Default: none.</value></summary>
    public string? Vectors { get; init; }

    /// <summary>The first so many words of that file, 1..10000000. <value>Default: 400000.</value></summary>
    public int MostVectors { get; init; } = 400_000;

    /// <summary>Which word vectors stay as they are: none, those <c>found</c> in the file, or all; then words without one have zeros. <value>Default: none.</value></summary>
    public FrozenWords Frozen { get; init; } = FrozenWords.None;

    /// <summary>Width of a vector for every pair of neighbouring words, beside the word's own; 0 for none, up to 65536. <value>Default: 0.</value></summary>
    public int Bigrams { get; init; }

    /// <summary>Rows of the pairs' table, which pairs of one hash share, 2..100000000. <value>Default: 262144.</value></summary>
    public int BigramRows { get; init; } = 1 << 18;

    /// <summary>Share of the words read as unknown while training, 0..0.9. <value>Default: 0.</value></summary>
    public double WordDropout { get; init; }

    /// <summary>Dropout of the word vectors, 0..0.95. <value>Default: 0.</value></summary>
    public double EmbeddingDropout { get; init; }

    /// <summary>Whether <see cref="EmbeddingDropout"/> drops the same features of all words of a text (variational dropout). <value>Default: false.</value></summary>
    public bool SharedDropout { get; init; }

    /// <summary>Filters of a convolution over the words, with ReLU; 0 for none, up to 65536. <value>Default: 0.</value></summary>
    public int Filters { get; init; }

    /// <summary>Words that a filter sees, 1..64. <value>Default: 3.</value></summary>
    public int FilterWidth { get; init; } = 3;

    /// <summary>So many neighbouring outputs of a filter become their maximum; 1 for none, up to 64. <value>Default: 1.</value></summary>
    public int Pool { get; init; } = 1;

    /// <summary>Normalization before the recurrent layers. <value>Default: none.</value></summary>
    public NormKind InputNorm { get; init; } = NormKind.None;

    /// <summary>The recurrent cell. <value>Default: lstm.</value></summary>
    public CellKind Cell { get; init; } = CellKind.Lstm;

    /// <summary>The non-linearity of a plain RNN. <value>Default: tanh.</value></summary>
    public Nn.Activation Activation { get; init; } = Nn.Activation.Tanh;

    /// <summary>Width of the state, in each direction, 1..65536. <value>Default: 32.</value></summary>
    public int Hidden { get; init; } = 32;

    /// <summary>Recurrent layers, 1..64. <value>Default: 1.</value></summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether the text is also read backwards. <value>Default: false.</value></summary>
    public bool Bidirectional { get; init; }

    /// <summary>Dropout between recurrent layers, 0..0.95. <value>Default: 0.</value></summary>
    public double LayerDropout { get; init; }

    /// <summary>
    /// Whether the recurrent layers run over the texts of a batch instead of over a text's words: only to reproduce a published mistake, a layer
    /// without <c>batch_first</c>. Needs texts of one length. <value>Default: false.</value>
    /// </summary>
    public bool Exchanged { get; init; }

    /// <summary>Normalization of the recurrent layers' states. <value>Default: none.</value></summary>
    public NormKind OutputNorm { get; init; } = NormKind.None;

    /// <summary>How the states become one vector. <value>Default: last.</value></summary>
    public ReadOutKind ReadOut { get; init; } = ReadOutKind.Last;

    /// <summary>Dropout of the vector that is read out, 0..0.95. <value>Default: 0.</value></summary>
    public double Dropout { get; init; }

    /// <summary>Units of a hidden layer between read-out and logits; 0 for none, up to 65536. <value>Default: 0.</value></summary>
    public int Head { get; init; }

    /// <summary>The non-linearity of the vector that is read out where <see cref="Head"/> is 0, else of the hidden layer. <value>Default: none.</value></summary>
    public HeadActivation HeadActivation { get; init; } = HeadActivation.None;

    /// <summary>First values of the weight matrices. <value>Default: default.</value></summary>
    public InitializationKind Initialization { get; init; } = InitializationKind.Default;
}
