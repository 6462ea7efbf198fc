using System.Runtime.CompilerServices;

namespace Unfold.Text;

/// <summary>Cuts at white space, as Python's <c>str.split()</c> does.</summary>
public sealed class WhitespaceTokenizer : ITokenizer
{
    internal const string TokenizerName = "whitespace";
    internal const string LowerCaseName = "whitespace_lower";
    const int StackUnits = 1024;
    readonly bool _lowerCase;

    /// <summary>Makes one that keeps the case, or that takes the text in lower case (Python's <c>str.lower</c>).</summary>
    public WhitespaceTokenizer(bool lowerCase = false) => _lowerCase = lowerCase;

    /// <inheritdoc/>
    public string Name => _lowerCase ? LowerCaseName : TokenizerName;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Tokenize<TSink>(scoped ReadOnlySpan<char> text, ref TSink sink) where TSink : ITokenSink, allows ref struct
    {
        if (!_lowerCase)
        {
            Scan(text, ref sink);
            return;
        }
        var scratch = new ScratchBuffer(stackalloc char[StackUnits], PythonText.LowerCapacity(text.Length));
        try
        {
            Scan(scratch.Span[..PythonText.Lower(text, scratch.Span)], ref sink);
        }
        finally
        {
            scratch.Return();
        }
    }

    static void Scan<TSink>(scoped ReadOnlySpan<char> text, ref TSink sink) where TSink : ITokenSink, allows ref struct
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!PythonText.IsSpace(text[i])) continue;
            if (i > start) sink.Add(text[start..i]);
            start = i + 1;
        }
        if (text.Length > start) sink.Add(text[start..]);
    }
}
