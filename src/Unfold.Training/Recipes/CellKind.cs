namespace Unfold.Training;

/// <summary>The recurrent cells a recipe can name.</summary>
public enum CellKind
{
    /// <summary>The plain recurrent net.</summary>
    Rnn,

    /// <summary>Long short-term memory.</summary>
    Lstm,

    /// <summary>The gated recurrent unit.</summary>
    Gru,
}
