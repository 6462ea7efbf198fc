namespace Unfold.Cli;

/// <summary>What <c>report --json</c> prints; lists of files are left out where none were asked for.</summary>
sealed record ReportDocument(string Report, IReadOnlyList<string> Runs)
{
    public IReadOnlyList<string>? Svg { get; init; }

    public IReadOnlyList<string>? Csv { get; init; }

    public string? Jsonl { get; init; }

    public IReadOnlyList<string>? TensorBoard { get; init; }
}
