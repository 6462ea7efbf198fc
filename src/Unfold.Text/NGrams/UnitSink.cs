namespace Unfold.Text;

/// <summary>Numbers the units of a text: its words, or the characters of each word with a blank before and behind it.</summary>
/// <remarks>Behind each stretch that n-grams do not cross comes <see cref="Gap"/>: behind the text, or behind each word. A class, as it is filled through a reference from several places.</remarks>
sealed class UnitSink(TokenTable table, bool characters, bool grows) : ITokenSink
{
    /// <summary>What no n-gram crosses.</summary>
    public const int Gap = -1;

    /// <summary>A unit that the table does not have; no n-gram has it.</summary>
    public const int Unknown = -2;

    public List<int> Units { get; } = [];

    public void Add(scoped ReadOnlySpan<char> token)
    {
        if (!characters)
        {
            Units.Add(Number(token));
            return;
        }
        Units.Add(Number(" "));
        for (int i = 0; i < token.Length;)
        {
            int length = char.IsHighSurrogate(token[i]) && i + 1 < token.Length && char.IsLowSurrogate(token[i + 1]) ? 2 : 1;
            Units.Add(Number(token.Slice(i, length)));
            i += length;
        }
        Units.Add(Number(" "));
        Units.Add(Gap);
    }

    public void EndText() => Units.Add(Gap);

    int Number(scoped ReadOnlySpan<char> unit)
    {
        if (grows) return table.FindOrAdd(unit);
        int found = table.Find(unit);
        return found < 0 ? Unknown : found;
    }
}
