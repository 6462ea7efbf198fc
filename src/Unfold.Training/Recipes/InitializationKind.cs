namespace Unfold.Training;

/// <summary>The first values of weight matrices; biases and word vectors keep theirs.</summary>
public enum InitializationKind
{
    /// <summary>PyTorch's.</summary>
    Default,

    /// <summary>Xavier's uniform, of every matrix, the recurrent ones gate by gate.</summary>
    Xavier,

    /// <summary>He's uniform with the gain of ReLU, gate by gate.</summary>
    He,

    /// <summary>Orthogonal recurrent matrices, gate by gate; Xavier's uniform for the others.</summary>
    Orthogonal,
}
