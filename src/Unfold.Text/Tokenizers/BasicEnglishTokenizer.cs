using System.Runtime.CompilerServices;

namespace Unfold.Text;

/// <summary>The simple English tokenizer of torchtext (<c>basic_english</c>), token for token.</summary>
/// <remarks>
/// In this order: lower case; <c>'</c> becomes a token; <c>"</c> disappears, joining what stands around it; <c>.</c> becomes
/// a token; <c>&lt;br /&gt;</c> becomes a blank; <c>, ( ) ! ?</c> become tokens; <c>;</c> and <c>:</c> become blanks; white
/// space (Python's, so U+0085, U+00A0 and U+001C..U+001F too) separates. Everything else stays inside its token.
/// One scan does what the rules say one after another; so a break is found even where quotes stand inside it.
/// Lower case is Python's <c>str.lower</c>: U+0130 becomes two characters, a capital sigma ending a word a final sigma;
/// letters newer than the running .NET's Unicode tables stay as they are. Source: torchtext <c>data/utils.py</c>.
/// </remarks>
public sealed class BasicEnglishTokenizer : ITokenizer
{
    internal const string TokenizerName = "basic_english";
    const int StackUnits = 1024;
    const byte Word = 0, Blank = 1, Mark = 2, Quote = 3, Less = 4;

    static ReadOnlySpan<byte> Classes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1,
        1, 2, 3, 0, 0, 0, 0, 2, 2, 2, 0, 0, 2, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 4, 0, 0, 2,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <inheritdoc/>
    public string Name => TokenizerName;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Tokenize<TSink>(scoped ReadOnlySpan<char> text, ref TSink sink) where TSink : ITokenSink, allows ref struct
    {
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

    /// <summary>Reads at <c>read</c>, keeps the token in [start, write): a quote moves only <c>read</c>.</summary>
    static void Scan<TSink>(scoped Span<char> lower, ref TSink sink) where TSink : ITokenSink, allows ref struct
    {
        int start = 0, write = 0, read = 0;
        while (read < lower.Length)
        {
            char c = lower[read];
            byte kind = ClassOf(c);
            int used = 1;
            if (kind == Word)
            {
                if (write != read) lower[write] = c;
                write++;
                read++;
                continue;
            }
            if (kind == Quote)
            {
                read++;
                continue;
            }
            if (kind == Less && (used = BreakLength(lower[read..])) == 0)
            {
                lower[write++] = c;
                read++;
                continue;
            }
            if (write > start) sink.Add(lower[start..write]);
            if (kind == Mark) sink.Add(lower.Slice(read, 1));
            read += used;
            start = write = read;
        }
        if (write > start) sink.Add(lower[start..write]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte ClassOf(char c) => c < Classes.Length ? Classes[c] : PythonText.IsSpace(c) ? Blank : Word;

    /// <summary>The length of a line break tag at the start, quotes inside it counted; 0 where there is none.</summary>
    static int BreakLength(ReadOnlySpan<char> text)
    {
        const string tag = "<br />";
        int matched = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') continue;
            if (text[i] != tag[matched]) return 0;
            if (++matched == tag.Length) return i + 1;
        }
        return 0;
    }
}
