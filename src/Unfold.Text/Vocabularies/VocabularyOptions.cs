namespace Unfold.Text;

/// <summary>What a vocabulary keeps and how it numbers it.</summary>
public sealed record VocabularyOptions
{
    /// <summary>The token that stands for padding in <see cref="Specials"/>.</summary>
    public const string Pad = "<pad>";

    /// <summary>The token that stands for an unknown word in <see cref="Specials"/>.</summary>
    public const string Unknown = "<unk>";

    /// <summary>The token that stands before a text in <see cref="Keras"/>.</summary>
    public const string Start = "<start>";

    /// <summary>The specials of Keras's IMDB ids: pad 0, start of a text 1, unknown 2; words begin at 3.</summary>
    /// <remarks>Source: <c>keras.datasets.imdb.load_data</c>, Keras 2: start_char=1, oov_char=2, index_from=3. Keras numbers words by their counts over training and test part together; here only training texts are counted.</remarks>
    public static IReadOnlyList<string> Keras { get; } = [Pad, Start, Unknown];

    /// <summary>Tokens that come first, in this order, whether or not a text has them.</summary>
    /// <value><c>&lt;pad&gt;</c>, <c>&lt;unk&gt;</c></value>
    public IReadOnlyList<string> Specials { get; init; } = [Pad, Unknown];

    /// <summary>The token whose number every unknown token gets; none: an unknown token is an error.</summary>
    /// <value><c>&lt;unk&gt;</c></value>
    public string? DefaultToken { get; init; } = Unknown;

    /// <summary>The largest number of entries, <b>the specials counted</b>; none: no limit.</summary>
    /// <value>no limit</value>
    public int? MaxSize { get; init; }

    /// <summary>The smallest count of a token that is kept; specials are kept in any case.</summary>
    /// <value>1</value>
    public int MinCount { get; init; } = 1;

    /// <summary>The longest sequence of neighbouring tokens that is an entry of its own, joined by a blank.</summary>
    /// <value>1</value>
    public int NGrams { get; init; } = 1;

    /// <summary>How entries are numbered.</summary>
    /// <value><see cref="VocabularyOrder.CountThenToken"/></value>
    public VocabularyOrder Order { get; init; } = VocabularyOrder.CountThenToken;

    internal void Validate()
    {
        var faults = new List<string>();
        if (MinCount < 1) faults.Add($"MinCount at least 1, got {MinCount}");
        if (NGrams is < 1 or > NGramSink.Longest) faults.Add($"NGrams of 1 to {NGramSink.Longest}, got {NGrams}");
        if (MaxSize is { } size && size <= Specials.Count) faults.Add($"MaxSize above the {Specials.Count} specials, which it counts, got {size}");
        if (Specials.Distinct(StringComparer.Ordinal).Count() != Specials.Count) faults.Add($"every special once, got {string.Join(", ", Specials)}");
        if (DefaultToken is { } token && !Specials.Contains(token, StringComparer.Ordinal)) faults.Add($"DefaultToken among the specials {string.Join(", ", Specials)}, got \"{token}\"");
        if (faults.Count > 0) throw new DataException($"Vocabulary: expected {string.Join("; ", faults)}.");
    }
}
