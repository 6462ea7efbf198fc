namespace Unfold.Inspection;

/// <summary>What padding that is read as words does to a model that was trained on one batch.</summary>
public sealed record PaddingCheck
{
    /// <summary>Pads that were added to every text.</summary>
    public int Added { get; init; }

    /// <summary>The median of the pads that stand behind the last word already.</summary>
    public double Behind { get; init; }

    /// <summary>The share of texts one of whose probabilities moves by more than 0.05.</summary>
    public double Changed { get; init; }

    /// <summary>The largest move of a probability.</summary>
    public double Largest { get; init; }
}
