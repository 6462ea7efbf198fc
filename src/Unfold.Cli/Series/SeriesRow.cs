namespace Unfold.Cli;

/// <summary>An experiment of a <c>compare</c> or <c>sweep</c>: means over its seeds, and their standard deviations where there are several.</summary>
sealed record SeriesRow
{
    public required string Recipe { get; init; }

    public long Parameters { get; init; }

    public double? BestAccuracy { get; init; }

    public double? TestAccuracy { get; init; }

    public double? F1 { get; init; }

    public double? SecondsPerEpoch { get; init; }

    public long? PeakMemoryBytes { get; init; }

    /// <summary>Validation loss of the best epoch.</summary>
    public double? BestLoss { get; init; }

    public int Seeds { get; init; }

    /// <summary>Seeds with which the loss or a gradient stopped being finite; they are in none of the means.</summary>
    public int Diverged { get; init; }

    public double? BestAccuracyDeviation { get; init; }

    public double? TestAccuracyDeviation { get; init; }

    public double? F1Deviation { get; init; }

    public double? TotalSeconds { get; init; }
}
