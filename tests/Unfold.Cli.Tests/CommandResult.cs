namespace Unfold.Cli.Tests;

/// <summary>What a command left behind.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard error without the line break at its end: where one sentence is expected, the whole of it.</summary>
    public string Sentence => Error.TrimEnd('\r', '\n');
}
