namespace Unfold.Inspection;

/// <summary>A line of what a run comes to.</summary>
/// <param name="Text">What is the matter, with the number beside its threshold.</param>
public sealed record VerdictLine(string Text)
{
    /// <summary>The finding it is about; null for a line that tells what was reached.</summary>
    public Finding? Finding { get; init; }

    /// <summary>What follows from that finding, folded under it.</summary>
    public IReadOnlyList<Finding> Consequences { get; init; } = [];

    /// <summary>What follows, in words: "explains D07 (critical), D02"; empty where nothing does. A severity is said where it is above the cause's.</summary>
    public string Explains => Consequences.Count == 0 ? "" : $"explains {string.Join(", ", Consequences.Select(Name))}";

    string Name(Finding finding) => finding.Severity > Finding!.Severity ? $"{finding.Id} ({finding.Severity.ToString().ToLowerInvariant()})" : finding.Id;
}
