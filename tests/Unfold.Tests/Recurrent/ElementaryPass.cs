namespace Unfold.Tests.Recurrent;

/// <summary>What <see cref="ElementaryRecurrent"/> computed in one layer and direction, so that gradients can be asked for afterwards.</summary>
sealed class ElementaryPass
{
    /// <summary>By time step.</summary>
    public Dictionary<int, ElementaryStep> Steps { get; } = [];

    /// <summary>[N, H · directions].</summary>
    public Tensor Output { get; set; } = null!;
}

/// <summary>One time step of the running sequences.</summary>
sealed class ElementaryStep
{
    /// <summary>[active, H].</summary>
    public Tensor State { get; set; } = null!;

    /// <summary>[active, H] of an LSTM.</summary>
    public Tensor? Cell { get; set; }

    /// <summary>[active, H] of an LSTM.</summary>
    public Tensor? Forget { get; set; }

    /// <summary>[active, G · H] what the gates get from the input: its gradient is that of what goes into their non-linearities.</summary>
    public Tensor Gates { get; set; } = null!;
}
