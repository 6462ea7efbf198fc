namespace Unfold.Text;

/// <summary>The tokenizers by name, and the way to get tokens as strings.</summary>
public static class Tokenizer
{
    static readonly Dictionary<string, Func<ITokenizer>> Known = new(StringComparer.Ordinal)
    {
        [BasicEnglishTokenizer.TokenizerName] = static () => new BasicEnglishTokenizer(),
        [WhitespaceTokenizer.TokenizerName] = static () => new WhitespaceTokenizer(),
        [WhitespaceTokenizer.LowerCaseName] = static () => new WhitespaceTokenizer(lowerCase: true),
        [TreebankTokenizer.TokenizerName] = static () => new TreebankTokenizer(),
        [CharacterTokenizer.TokenizerName] = static () => new CharacterTokenizer(),
        [CharacterTokenizer.LowerCaseName] = static () => new CharacterTokenizer(lowerCase: true),
    };

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    /// <summary>The tokenizer of that name.</summary>
    /// <exception cref="DataException">There is none of that name.</exception>
    public static ITokenizer Create(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Known.TryGetValue(name, out var make) ? make() : throw new DataException(
            $"Tokenizer: expected one of {string.Join(", ", Names)}, got \"{name}\".{NearestName.Hint(name, Names)}");
    }

    /// <summary>The tokens of a text as strings.</summary>
    public static List<string> Tokenize(this ITokenizer tokenizer, ReadOnlySpan<char> text)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var sink = new ListSink();
        tokenizer.Tokenize(text, ref sink);
        return sink.Tokens;
    }
}
