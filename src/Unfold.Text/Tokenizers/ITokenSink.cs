namespace Unfold.Text;

/// <summary>Receives the tokens of a text one after another.</summary>
public interface ITokenSink
{
    /// <summary>Takes the next token; the span is valid during the call only.</summary>
    void Add(scoped ReadOnlySpan<char> token);
}
