namespace Unfold.Cli;

/// <summary>The command was asked for something that it has not: wrong usage, not bad data.</summary>
sealed class UsageException(string message) : UnfoldException(message)
{
    public override int ExitCode => ExitCodes.Usage;
}
