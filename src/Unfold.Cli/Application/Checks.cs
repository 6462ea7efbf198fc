using System.CommandLine.Parsing;

namespace Unfold.Cli;

/// <summary>Checks of option values, before anything is done.</summary>
static class Checks
{
    public static void AtLeastOne(OptionResult result) => AtLeast(1, result);

    public static void AtLeastNothing(OptionResult result) => AtLeast(0, result);

    static void AtLeast(int least, OptionResult result)
    {
        if (result.Tokens is [var token] && (!int.TryParse(token.Value, out int value) || value < least))
            result.AddError($"{result.Option.Name}: expected a whole number of at least {least}, got '{token.Value}'.");
    }
}
