namespace Unfold.Inspection;

/// <summary>Two texts that are the same, or nearly.</summary>
public sealed record AuditPair
{
    /// <summary>Where the first one stands: <c>tweets.csv:17</c>.</summary>
    public string First { get; init; } = "";

    /// <summary>Its label.</summary>
    public string FirstLabel { get; init; } = "";

    /// <summary>Where the second one stands.</summary>
    public string Second { get; init; } = "";

    /// <summary>Its label.</summary>
    public string SecondLabel { get; init; } = "";

    /// <summary>Common runs of three tokens over all runs of both; 1 for the same text.</summary>
    public double Similarity { get; init; } = 1;

    /// <summary>The beginning of the second text; left out where the run keeps no texts.</summary>
    public string? Text { get; init; }
}
