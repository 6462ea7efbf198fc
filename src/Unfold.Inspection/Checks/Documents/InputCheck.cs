namespace Unfold.Inspection;

/// <summary>What a model that was trained on one batch makes of its input: the loss on that batch as it is, and with the input changed.</summary>
public sealed record InputCheck
{
    /// <summary>With every text as its own.</summary>
    public double Own { get; init; }

    /// <summary>With the texts exchanged between the examples, mean of several exchanges.</summary>
    public double Exchanged { get; init; }

    /// <summary>With the words of every text in another order; about <see cref="Own"/> where the order does not matter to the model.</summary>
    public double Shuffled { get; init; }

    /// <summary>The standard deviation of the logits between examples.</summary>
    public double Spread { get; init; }
}
