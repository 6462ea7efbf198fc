namespace Unfold.Inspection;

/// <summary>The loss of the untrained model beside what is to be expected, in nats.</summary>
public sealed record InitialLossCheck
{
    /// <summary>The mean loss, every class counted as often as it is in the data.</summary>
    public double Loss { get; init; }

    /// <summary>What a model has that knows how frequent the classes are: the entropy of their shares.</summary>
    public double Prior { get; init; }

    /// <summary>What a model has that gives every class the same probability, weighted in the same way: ln C for cross-entropy.</summary>
    public double Uniform { get; init; }
}
