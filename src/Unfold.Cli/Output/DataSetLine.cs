namespace Unfold.Cli;

/// <summary>A data set in <c>data list --json</c>.</summary>
sealed record DataSetLine(string Name, bool Present, IReadOnlyList<string> Files, string Licence);
