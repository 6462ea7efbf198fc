using System.Diagnostics.CodeAnalysis;

namespace Unfold.Text;

/// <summary>The numbering of tokens: specials first, then what <see cref="VocabularyBuilder"/> chose.</summary>
/// <remarks>Immutable, so it may be shared among threads. Looking a span up allocates nothing.</remarks>
public sealed partial class Vocabulary
{
    readonly TokenTable _table;
    readonly long[] _counts;

    internal Vocabulary(IReadOnlyList<string> tokens, IReadOnlyList<long> counts, int specialCount, int? defaultIndex, int nGrams)
    {
        _table = new TokenTable(tokens.Count);
        foreach (string token in tokens) _table.FindOrAdd(token);
        _counts = [.. counts];
        SpecialCount = specialCount;
        DefaultIndex = defaultIndex;
        NGrams = nGrams;
    }

    /// <summary>Numbers tokens that were chosen elsewhere, in the order given; the specials must be among the first.</summary>
    /// <exception cref="DataException">A token comes twice, or the default token is not among the specials.</exception>
    public static Vocabulary FromTokens(IEnumerable<string> tokens, int specialCount = 2, string? defaultToken = VocabularyOptions.Unknown)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        string[] list = [.. tokens];
        int at = defaultToken is null ? -1 : Array.IndexOf(list, defaultToken);
        var document = new VocabularyDocument
        {
            Tokens = list,
            Counts = new long[list.Length],
            Specials = specialCount,
            DefaultIndex = defaultToken is null ? null : at,
        };
        return document.FirstFault() is { } fault ? throw new DataException($"Vocabulary: {fault}.") : FromDocument(document, "Vocabulary");
    }

    /// <summary>How many entries there are, the specials counted.</summary>
    public int Count => _table.Tokens.Count;

    /// <summary>How many of the first entries are specials.</summary>
    public int SpecialCount { get; }

    /// <summary>The number of an unknown token; none: an unknown token is an error.</summary>
    public int? DefaultIndex { get; }

    /// <summary>The number of <c>&lt;pad&gt;</c>, if it is among the specials.</summary>
    public int? PadIndex => _table.Find(VocabularyOptions.Pad) is var id && id >= 0 && id < SpecialCount ? id : null;

    /// <summary>The longest n-gram that <see cref="Encode(ITokenizer, ReadOnlySpan{char}, List{int})"/> looks up.</summary>
    public int NGrams { get; }

    /// <summary>The tokens in the order of their numbers.</summary>
    public IReadOnlyList<string> Tokens => _table.Tokens;

    /// <summary>How often each token was seen when the vocabulary was built.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>The token of that number.</summary>
    public string this[int id] => _table.Tokens[id];

    /// <summary>Whether the token is an entry, and its number.</summary>
    public bool TryGetId(ReadOnlySpan<char> token, out int id)
    {
        id = _table.Find(token);
        return id >= 0;
    }

    /// <summary>The number of the token, <see cref="DefaultIndex"/> if it is unknown.</summary>
    /// <exception cref="DataException">It is unknown and there is no default.</exception>
    public int IdOf(ReadOnlySpan<char> token)
    {
        int id = _table.Find(token);
        return id >= 0 ? id : DefaultIndex ?? ThrowUnknown(token);
    }

    /// <summary>Appends the numbers of a text's tokens and returns how many of them were unknown.</summary>
    public int Encode(ITokenizer tokenizer, ReadOnlySpan<char> text, List<int> destination)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(destination);
        var sink = new EncodingSink(this, destination);
        if (NGrams == 1)
        {
            tokenizer.Tokenize(text, ref sink);
            return sink.Unknown;
        }
        var grams = new NGramSink();
        tokenizer.Tokenize(text, ref grams);
        grams.Emit(NGrams, ref sink);
        return sink.Unknown;
    }

    /// <summary>The numbers of a text's tokens.</summary>
    public int[] Encode(ITokenizer tokenizer, ReadOnlySpan<char> text)
    {
        var ids = new List<int>();
        Encode(tokenizer, text, ids);
        return [.. ids];
    }

    /// <inheritdoc/>
    public override string ToString() => $"Vocabulary {{ {Count} entries, {SpecialCount} specials, n-grams up to {NGrams} }}";

    [DoesNotReturn]
    int ThrowUnknown(ReadOnlySpan<char> token) => throw new DataException(
        $"Vocabulary: expected one of its {Count} tokens, got \"{token}\". " +
        "It was built without a default token; build it with <unk> among the specials, or leave unknown tokens out.");

    struct EncodingSink(Vocabulary vocabulary, List<int> destination) : ITokenSink
    {
        public int Unknown { get; private set; }

        public void Add(scoped ReadOnlySpan<char> token)
        {
            int id = vocabulary._table.Find(token);
            if (id < 0)
            {
                Unknown++;
                id = vocabulary.DefaultIndex ?? vocabulary.ThrowUnknown(token);
            }
            destination.Add(id);
        }
    }
}
