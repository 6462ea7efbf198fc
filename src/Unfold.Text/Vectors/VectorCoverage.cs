using System.Globalization;

namespace Unfold.Text;

/// <summary>How much of a vocabulary has a vector. Its specials are left aside.</summary>
/// <param name="Types">Words of the vocabulary.</param>
/// <param name="TypesFound">Those of them with a vector.</param>
/// <param name="Tokens">How often the vocabulary's words were seen in the texts it was built on.</param>
/// <param name="TokensFound">How often of these it was a word with a vector.</param>
public sealed record VectorCoverage(int Types, int TypesFound, long Tokens, long TokensFound)
{
    /// <summary>The share of the words that have a vector; 0 for an empty vocabulary.</summary>
    public double TypeShare => Types == 0 ? 0 : (double)TypesFound / Types;

    /// <summary>The share of the running text whose word has a vector; 0 where nothing was counted.</summary>
    public double TokenShare => Tokens == 0 ? 0 : (double)TokensFound / Tokens;

    /// <summary>For example <c>8,412 of 9,998 words have a vector (84.1 %), 97.3 % of the running text</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{TypesFound:N0} of {Types:N0} words have a vector ({TypeShare:0.0 %}), {TokenShare:0.0 %} of the running text");
}
