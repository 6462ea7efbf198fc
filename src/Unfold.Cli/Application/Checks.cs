using System.CommandLine.Parsing;

namespace Unfold.Cli;

/// <summary>Checks of option values, before anything is done.</summary>
static class Checks
{
    public static void AtLeastOne(OptionResult result)
    {
        if (result.Tokens is [var token] && (!int.TryParse(token.Value, out int value) || value < 1))
            result.AddError($"{result.Option.Name}: expected a whole number of at least 1, got '{token.Value}'.");
    }
}
