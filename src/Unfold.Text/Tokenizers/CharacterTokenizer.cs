using System.Runtime.CompilerServices;

namespace Unfold.Text;

/// <summary>Makes a token of every Unicode code point, white space included, as Python's <c>list(text)</c> does.</summary>
/// <remarks>A surrogate without its partner is a token of its own.</remarks>
public sealed class CharacterTokenizer : ITokenizer
{
    internal const string TokenizerName = "character";
    internal const string LowerCaseName = "character_lower";
    const int StackUnits = 1024;
    readonly bool _lowerCase;

    /// <summary>Makes one that keeps the case, or that takes the text in lower case (Python's <c>str.lower</c>).</summary>
    public CharacterTokenizer(bool lowerCase = false) => _lowerCase = lowerCase;

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
        for (int i = 0; i < text.Length;)
        {
            int units = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
            sink.Add(text.Slice(i, units));
            i += units;
        }
    }
}
