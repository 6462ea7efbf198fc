namespace Unfold.Text;

/// <summary>Which n-grams are entries of an <see cref="NGramVocabulary"/>.</summary>
public sealed record NGramOptions
{
    /// <summary>The longest n-gram there may be. <value>16</value></summary>
    public const int MostUnits = 16;

    /// <summary>Whether the units are the characters of each word, with a blank before and behind it, and not the words. <value>Default: false.</value></summary>
    public bool Characters { get; init; }

    /// <summary>Units of the shortest n-gram, 1..16. <value>Default: 1.</value></summary>
    public int Shortest { get; init; } = 1;

    /// <summary>Units of the longest n-gram, from the shortest to 16. <value>Default: 2.</value></summary>
    public int Longest { get; init; } = 2;

    /// <summary>An n-gram is kept if at least so many texts have it. <value>Default: 2.</value></summary>
    public int MinTexts { get; init; } = 2;

    internal void Validate()
    {
        if (Shortest < 1 || Longest < Shortest || Longest > MostUnits || MinTexts < 1)
            throw new DataException($"N-grams: expected 1 ≤ Shortest ≤ Longest ≤ {MostUnits} and MinTexts of at least 1, got {Shortest}, {Longest} and {MinTexts}.");
    }
}
