namespace Unfold.Text;

/// <summary>A vocabulary as it stands in a JSON file, alone or inside the description of a model.</summary>
public sealed record VocabularyDocument
{
    /// <summary>The version of this layout that the library writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the layout.</summary>
    public int SchemaVersion { get; init; } = CurrentVersion;

    /// <summary>How many of the first tokens are specials.</summary>
    public int Specials { get; init; }

    /// <summary>The number of an unknown token, if there is one.</summary>
    public int? DefaultIndex { get; init; }

    /// <summary>The longest n-gram.</summary>
    public int NGrams { get; init; } = 1;

    /// <summary>The tokens in the order of their numbers.</summary>
    public string[]? Tokens { get; init; }

    /// <summary>How often each was seen.</summary>
    public long[]? Counts { get; init; }

    /// <summary>The first thing that is wrong, as "expected X, got Y", or nothing.</summary>
    internal string? FirstFault()
    {
        if (SchemaVersion != CurrentVersion) return $"expected schemaVersion {CurrentVersion}, got {SchemaVersion}";
        if (Tokens is null) return "expected a list \"tokens\", got none";
        if (Counts is null) return "expected a list \"counts\", got none";
        if (Counts.Length != Tokens.Length) return $"expected a count for each of {Tokens.Length} tokens, got {Counts.Length}";
        if (Specials < 0 || Specials > Tokens.Length) return $"expected specials of 0 to {Tokens.Length}, got {Specials}";
        if (DefaultIndex is { } index && (index < 0 || index >= Specials)) return $"expected a default index among the {Specials} specials, got {index}";
        if (NGrams is < 1 or > NGramSink.Longest) return $"expected nGrams of 1 to {NGramSink.Longest}, got {NGrams}";
        var seen = new Dictionary<string, int>(Tokens.Length, StringComparer.Ordinal);
        for (int i = 0; i < Tokens.Length; i++)
        {
            if (Tokens[i] is null) return $"expected a token at number {i}, got null";
            if (!seen.TryAdd(Tokens[i], i)) return $"expected every token once, got \"{Tokens[i]}\" at numbers {seen[Tokens[i]]} and {i}";
            if (Counts[i] < 0) return $"expected counts of 0 or more, got {Counts[i]} at number {i}";
        }
        return null;
    }
}
