using System.CommandLine;

namespace Unfold.Cli;

/// <summary>Options that every verb has.</summary>
static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Writes exactly one JSON document to standard output, everything else to standard error",
        Recursive = true,
    };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Leaves out progress and tables; the result and errors stay",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Adds the technical details to an error",
        Recursive = true,
    };

    public static IReadOnlyList<Option> All { get; } = [Json, Quiet, Verbose];
}
