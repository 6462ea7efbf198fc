namespace Unfold.Text;

/// <summary>A sink that keeps every token as a string.</summary>
sealed class ListSink : ITokenSink
{
    public List<string> Tokens { get; } = [];

    public void Add(scoped ReadOnlySpan<char> token) => Tokens.Add(token.ToString());
}
