namespace Unfold.Text;

/// <summary>An <see cref="NGramVocabulary"/> as it stands in a JSON file.</summary>
public sealed record NGramDocument
{
    /// <summary>Whether the units are characters.</summary>
    public bool Characters { get; init; }

    /// <summary>Units of the shortest entry.</summary>
    public int Shortest { get; init; } = 1;

    /// <summary>Units of the longest entry.</summary>
    public int Longest { get; init; } = 1;

    /// <summary>Texts an entry was in at least.</summary>
    public int MinTexts { get; init; } = 1;

    /// <summary>N-grams that are no entries but the beginnings of entries.</summary>
    public int Hidden { get; init; }

    /// <summary>The single units, in the order of their numbers.</summary>
    public string[]? Units { get; init; }

    /// <summary>Of each longer n-gram, the number of all its units but the last.</summary>
    public int[]? Beginnings { get; init; }

    /// <summary>Of each longer n-gram, the number of its last unit.</summary>
    public int[]? Last { get; init; }

    /// <summary>The first thing that is wrong, as "expected X, got Y", or nothing.</summary>
    internal string? FirstFault()
    {
        if (Shortest < 1 || Longest < Shortest || Longest > NGramOptions.MostUnits || MinTexts < 1)
            return $"expected 1 ≤ shortest ≤ longest ≤ {NGramOptions.MostUnits} and minTexts of at least 1, got {Shortest}, {Longest} and {MinTexts}";
        if (Units is null || Beginnings is null || Last is null) return "expected lists \"units\", \"beginnings\" and \"last\", got a document without one of them";
        if (Beginnings.Length != Last.Length) return $"expected a last unit for each of {Beginnings.Length} n-grams, got {Last.Length}";
        if (Hidden < 0 || Hidden > Units.Length + Last.Length) return $"expected hidden of 0 to {Units.Length + Last.Length}, got {Hidden}";
        if (Units.Any(unit => unit is null)) return "expected a text for every unit, got null";
        if (Units.Distinct(StringComparer.Ordinal).Count() != Units.Length) return "expected every unit once, got one twice";
        var seen = new NodeTable(Last.Length);
        for (int i = 0; i < Last.Length; i++)
        {
            if ((uint)Last[i] >= (uint)Units.Length) return $"expected a last unit of 0 to {Units.Length - 1}, got {Last[i]} at number {i}";
            if ((uint)Beginnings[i] >= (uint)(Units.Length + i)) return $"expected a beginning of 0 to {Units.Length + i - 1}, got {Beginnings[i]} at number {i}";
            if (seen.FindOrAdd(Beginnings[i], Last[i]) != i) return $"expected every n-gram once, got one twice at number {i}";
        }
        return null;
    }
}
