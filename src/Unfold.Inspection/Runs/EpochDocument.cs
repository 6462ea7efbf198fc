namespace Unfold.Inspection;

/// <summary>One epoch of a run: a line of <c>metrics.jsonl</c> and an entry of <c>run.json</c>.</summary>
public sealed record EpochDocument
{
    /// <summary>The epoch's number; the first is 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Metrics over the training examples while they were trained on.</summary>
    public MetricValues Train { get; init; } = [];

    /// <summary>Metrics over the validation examples after the epoch.</summary>
    public MetricValues Validation { get; init; } = [];

    /// <summary>Wall time of the training.</summary>
    public double Seconds { get; init; }

    /// <summary>Wall time of the validation.</summary>
    public double ValidationSeconds { get; init; }

    /// <summary>Training tokens a second.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Optimizer steps in the epoch.</summary>
    public int Steps { get; init; }

    /// <summary>The learning rate at the end of the epoch.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Share of the steps whose gradient was clipped; left out without clipping.</summary>
    public double? ClippedShare { get; init; }

    /// <summary>Counts of true against predicted classes on validation; row = true class.</summary>
    public IReadOnlyList<IReadOnlyList<long>>? Confusion { get; init; }
}
