namespace Unfold.Training;

/// <summary>The network: embedding, recurrent layers, read-out, linear layer.</summary>
public sealed record ModelRecipe
{
    /// <summary>The recurrent cell. <value>Default: lstm.</value></summary>
    public CellKind Cell { get; init; } = CellKind.Lstm;

    /// <summary>The non-linearity of a plain RNN. <value>Default: tanh.</value></summary>
    public Nn.Activation Activation { get; init; } = Nn.Activation.Tanh;

    /// <summary>Width of a word's vector, 1..65536. <value>Default: 32.</value></summary>
    public int Embedding { get; init; } = 32;

    /// <summary>Standard deviation of the initial word vectors, above 0, up to 10; PyTorch has 1. Small ones keep words that training hardly saw quiet. <value>Default: 1.</value></summary>
    public double EmbeddingDeviation { get; init; } = 1;

    /// <summary>Width of the state, in each direction, 1..65536. <value>Default: 32.</value></summary>
    public int Hidden { get; init; } = 32;

    /// <summary>Recurrent layers, 1..64. <value>Default: 1.</value></summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether the text is also read backwards. <value>Default: false.</value></summary>
    public bool Bidirectional { get; init; }

    /// <summary>How the states become one vector: <c>last</c> (in two directions the final state of each), <c>mean</c> or <c>max</c>. <value>Default: last.</value></summary>
    public Nn.ReadOut ReadOut { get; init; } = Nn.ReadOut.Last;

    /// <summary>Dropout of the word vectors, 0..0.95. <value>Default: 0.</value></summary>
    public double EmbeddingDropout { get; init; }

    /// <summary>Dropout between recurrent layers, 0..0.95. <value>Default: 0.</value></summary>
    public double LayerDropout { get; init; }

    /// <summary>Dropout before the linear layer, 0..0.95. <value>Default: 0.</value></summary>
    public double Dropout { get; init; }
}
