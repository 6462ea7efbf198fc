namespace Unfold.Inspection;

/// <summary>Something a rule found in a run, with its evidence and what to do.</summary>
public sealed record Finding
{
    /// <summary>The rule's short name, such as "D02".</summary>
    public string Id { get; init; } = "";

    /// <summary>How bad it is.</summary>
    public FindingSeverity Severity { get; init; }

    /// <summary>How sure the rule is.</summary>
    public FindingConfidence Confidence { get; init; } = FindingConfidence.Medium;

    /// <summary>One sentence that says what is the matter.</summary>
    public string Title { get; init; } = "";

    /// <summary>The numbers it rests on, beside their thresholds.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>The same numbers, for programs; the one that decided first.</summary>
    public IReadOnlyList<FindingNumber> Numbers { get; init; } = [];

    /// <summary>What to do.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The same as things to try, the most promising first.</summary>
    public IReadOnlyList<Remedy> Remedies { get; init; } = [];

    /// <summary>What would show that the finding is wrong.</summary>
    public string Refutation { get; init; } = "";

    /// <summary>The figure of the report that shows it: one of <see cref="FigureNames"/>; left out where none does.</summary>
    public string? Figure { get; init; }

    /// <summary>The rule whose finding explains this one; left out where none does.</summary>
    public string? ConsequenceOf { get; init; }

    /// <summary>The epoch it was seen in first; left out before training.</summary>
    public int? Epoch { get; init; }

    /// <summary>The step it was seen at first; left out where it is about no single step.</summary>
    public long? Step { get; init; }
}
