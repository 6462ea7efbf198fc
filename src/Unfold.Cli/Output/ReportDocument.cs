namespace Unfold.Cli;

/// <summary>What <c>report --json</c> prints.</summary>
sealed record ReportDocument(string Report, IReadOnlyList<string> Runs);
