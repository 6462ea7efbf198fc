using Unfold.Inspection;

namespace Unfold.Cli;

/// <summary>What <c>lab --json</c> prints: the files that were written, and the numbers of the figures.</summary>
sealed record LabOutput(string Page, string Numbers, IReadOnlyList<string> Figures, LabDocument Lab)
{
    public int SchemaVersion { get; init; } = 1;
}
