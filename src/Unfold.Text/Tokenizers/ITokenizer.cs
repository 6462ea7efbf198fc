namespace Unfold.Text;

/// <summary>Cuts a text into tokens without allocating for them.</summary>
/// <remarks>Implementations keep no state between calls and may be shared among threads.</remarks>
public interface ITokenizer
{
    /// <summary>The name under which recipes and saved models know this tokenizer.</summary>
    string Name { get; }

    /// <summary>Hands every token of <paramref name="text"/> to <paramref name="sink"/>, in the order of the text.</summary>
    void Tokenize<TSink>(scoped ReadOnlySpan<char> text, ref TSink sink) where TSink : ITokenSink, allows ref struct;
}
