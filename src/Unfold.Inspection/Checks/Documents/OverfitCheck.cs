namespace Unfold.Inspection;

/// <summary>A batch that was trained on again and again, on a copy of the weights, without dropout.</summary>
public sealed record OverfitCheck
{
    /// <summary>Examples in the batch.</summary>
    public int Examples { get; init; }

    /// <summary>Steps made: it ends where the batch is learnt.</summary>
    public int Steps { get; init; }

    /// <summary>Whether it ended because the time was over.</summary>
    public bool OutOfTime { get; init; }

    /// <summary>The learning rate of Adam.</summary>
    public double LearningRate { get; init; }

    /// <summary>The loss before the first step.</summary>
    public double First { get; init; }

    /// <summary>The smallest loss.</summary>
    public double Loss { get; init; }

    /// <summary>The loss of always giving the classes' shares in the batch.</summary>
    public double Prior { get; init; }

    /// <summary>The share of wrong answers in the end.</summary>
    public double Errors { get; init; }

    /// <summary>The share of wrong answers of always giving the batch's most frequent class.</summary>
    public double MajorityErrors { get; init; }

    /// <summary>The loss of every step.</summary>
    public IReadOnlyList<double> Curve { get; init; } = [];
}
