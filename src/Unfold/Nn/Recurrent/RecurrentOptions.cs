namespace Unfold.Nn;

/// <summary>What <see cref="Rnn"/>, <see cref="Lstm"/> and <see cref="Gru"/> have in common.</summary>
public sealed record RecurrentOptions
{
    /// <summary>Layers, one on the outputs of the other; at least 1. <value>Default: 1.</value></summary>
    public int Layers { get; init; } = 1;

    /// <summary>
    /// Whether each layer also reads its input from the end to the start; a step's output is then both directions side by
    /// side, 2 · Hidden wide. <value>Default: false.</value>
    /// </summary>
    public bool Bidirectional { get; init; }

    /// <summary>
    /// The share of a layer's outputs set to zero on their way to the next layer while training, in 0..1 (1 excluded);
    /// needs two layers. <value>Default: 0.</value>
    /// </summary>
    public double Dropout { get; init; }

    /// <summary>Whether there are bias vectors: two a layer and direction, as PyTorch has it. <value>Default: true.</value></summary>
    public bool Bias { get; init; } = true;

    /// <summary>1, or 2 where <see cref="Bidirectional"/>.</summary>
    public int Directions => Bidirectional ? 2 : 1;
}
