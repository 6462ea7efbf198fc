using System.Buffers;

namespace Unfold.Text;

/// <summary>Gathers the tokens of one text, joined by blanks, so that each n-gram is one stretch of characters.</summary>
sealed class NGramSink : ITokenSink
{
    /// <summary>The longest n-gram that may be asked for.</summary>
    public const int Longest = 16;

    readonly ArrayBufferWriter<char> _joined = new();
    readonly List<(int Start, int End)> _tokens = [];

    public void Clear()
    {
        _joined.ResetWrittenCount();
        _tokens.Clear();
    }

    public void Add(scoped ReadOnlySpan<char> token)
    {
        if (_tokens.Count > 0) _joined.Write(" ");
        int start = _joined.WrittenCount;
        _joined.Write(token);
        _tokens.Add((start, _joined.WrittenCount));
    }

    /// <summary>Hands on the tokens, then the pairs, then the triples: the order of torchtext's <c>ngrams_iterator</c>.</summary>
    public void Emit<TSink>(int longest, ref TSink sink) where TSink : ITokenSink, allows ref struct
    {
        var joined = _joined.WrittenSpan;
        for (int n = 1; n <= longest; n++)
        {
            for (int i = 0; i + n <= _tokens.Count; i++) sink.Add(joined[_tokens[i].Start.._tokens[i + n - 1].End]);
        }
    }
}
