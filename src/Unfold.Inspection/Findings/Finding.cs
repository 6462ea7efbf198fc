namespace Unfold.Inspection;

/// <summary>Something a rule found in a run, with its evidence and what to do.</summary>
public sealed record Finding
{
    /// <summary>The rule's short name, such as "D02".</summary>
    public string Id { get; init; } = "";

    /// <summary>How bad it is.</summary>
    public FindingSeverity Severity { get; init; }

    /// <summary>One sentence that says what is the matter.</summary>
    public string Title { get; init; } = "";

    /// <summary>The numbers it rests on, beside their thresholds.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>What to do.</summary>
    public string Remedy { get; init; } = "";
}
