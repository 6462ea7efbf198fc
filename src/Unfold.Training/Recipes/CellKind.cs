namespace Unfold.Training;

/// <summary>The recurrent cells a recipe can name, or none.</summary>
public enum CellKind
{
    /// <summary>The plain recurrent net.</summary>
    Rnn,

    /// <summary>Long short-term memory.</summary>
    Lstm,

    /// <summary>The gated recurrent unit.</summary>
    Gru,

    /// <summary>No recurrent layers: the read-out is over word vectors, or over the convolution's features.</summary>
    None,
}
