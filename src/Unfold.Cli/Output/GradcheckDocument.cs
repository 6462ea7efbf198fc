namespace Unfold.Cli;

/// <summary>What <c>gradcheck --json</c> prints.</summary>
sealed record GradcheckDocument(IReadOnlyList<GradcheckCase> Cases, double MaxRelativeError, bool Passed)
{
    public int SchemaVersion { get; init; } = 1;
}
