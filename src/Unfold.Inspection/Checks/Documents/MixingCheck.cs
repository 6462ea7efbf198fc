namespace Unfold.Inspection;

/// <summary>How much the answer to one example of a batch depends on the others, in evaluation mode.</summary>
public sealed record MixingCheck
{
    /// <summary>[i][j]: how much the answer to example i depends on the text of example j.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Dependence { get; init; } = [];

    /// <summary>What the numbers are: <c>gradient</c>, ‖∂ logits of i / ∂ word vectors of j‖, or <c>change</c>, the largest change of the logits of i when the words of j are changed.</summary>
    public string Measure { get; init; } = "";

    /// <summary>The largest dependence on another example over the median dependence on the own one.</summary>
    public double Influence { get; init; }

    /// <summary>Answers whose bits changed when the words of another example were changed, as a share of all such pairs.</summary>
    public double Changed { get; init; }

    /// <summary>Whether answers depend only on examples before them in the batch: as where the batch is read as time.</summary>
    public bool OnlyEarlier { get; init; }
}
