namespace Unfold.Cli;

/// <summary>What the process ends with; the codes between are those of <see cref="UnfoldException.ExitCode"/>.</summary>
static class ExitCodes
{
    public const int Fine = 0;
    public const int Usage = 1;
    public const int BadData = 2;
    public const int Findings = 3;
    public const int Bug = 70;
    public const int Cancelled = 130;
}
