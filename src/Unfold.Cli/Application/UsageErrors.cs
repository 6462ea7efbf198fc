using System.CommandLine;
using System.CommandLine.Parsing;

namespace Unfold.Cli;

/// <summary>Says what is wrong with the arguments, and where to look it up.</summary>
static class UsageErrors
{
    public static int Print(ParseResult parsed, TextWriter error)
    {
        string verb = Path(parsed.CommandResult);
        var reported = parsed.Errors.Select(fault => fault.Message).ToList();
        if (parsed.UnmatchedTokens.Count > 0)
        {
            string token = parsed.UnmatchedTokens[0];
            string hint = NearestName.Hint(token, Known(parsed.CommandResult.Command, token));
            string kind = token.StartsWith('-') ? "an option" : parsed.CommandResult.Command.Subcommands.Count > 0 ? "a verb" : "an argument";
            reported = [$"{verb}: '{token}' is not {kind} of this command.{hint}"];
        }
        foreach (string message in reported.Distinct(StringComparer.Ordinal)) error.WriteLine(message);
        error.WriteLine($"'{verb} --help' lists what there is.");
        return ExitCodes.Usage;
    }

    static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "unfold";

    static IEnumerable<string> Known(Command command, string token) => token.StartsWith('-')
        ? command.Options.Concat(GlobalOptions.All).Where(option => !option.Hidden).Select(option => option.Name)
        : command.Subcommands.Select(verb => verb.Name);
}
