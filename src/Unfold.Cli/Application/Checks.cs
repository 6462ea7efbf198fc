using System.CommandLine.Parsing;
using System.Globalization;

namespace Unfold.Cli;

/// <summary>Checks of option values, before anything is done.</summary>
static class Checks
{
    public static void AtLeastOne(OptionResult result) => AtLeast(1, result);

    public static void AtLeastNothing(OptionResult result) => AtLeast(0, result);

    public static void Seconds(OptionResult result)
    {
        if (result.Tokens is [var token] && !(double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1e6))
            result.AddError($"{result.Option.Name}: expected seconds from 0 to 1000000, got '{token.Value}'.");
    }

    static void AtLeast(int least, OptionResult result)
    {
        if (result.Tokens is [var token] && (!int.TryParse(token.Value, out int value) || value < least))
            result.AddError($"{result.Option.Name}: expected a whole number of at least {least}, got '{token.Value}'.");
    }
}
