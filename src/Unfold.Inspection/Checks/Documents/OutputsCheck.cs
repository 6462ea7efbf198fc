namespace Unfold.Inspection;

/// <summary>Where the outputs lie of a model that was trained on one batch.</summary>
public sealed record OutputsCheck
{
    /// <summary>Outputs of an example.</summary>
    public int Columns { get; init; }

    /// <summary>The smallest output.</summary>
    public double Smallest { get; init; }

    /// <summary>The largest output.</summary>
    public double Largest { get; init; }

    /// <summary>The largest distance of an example's sum from 1.</summary>
    public double FromOne { get; init; }
}
