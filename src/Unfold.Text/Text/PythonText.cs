using System.Buffers;
using System.Globalization;
using System.Text;

namespace Unfold.Text;

/// <summary>White space and lower case as Python's <c>str</c> has them.</summary>
/// <remarks>
/// White space: what <c>str.isspace</c> and <c>\s</c> accept, which is .NET's set and U+001C..U+001F.
/// Lower case: the simple mapping of each code point, but U+0130 becomes <c>i</c> and U+0307, and a capital sigma at the
/// end of a word becomes a final sigma. Letters newer than the running .NET's Unicode tables stay as they are.
/// </remarks>
static class PythonText
{
    const char DottedCapitalI = '\u0130';
    const char CapitalSigma = '\u03A3';

    /// <summary>How much room <see cref="Lower"/> may need for a text of that length.</summary>
    public static int LowerCapacity(int length) => checked(length * 2);

    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    /// <summary>Writes the text in lower case and returns how many units that took.</summary>
    public static int Lower(ReadOnlySpan<char> text, Span<char> destination)
    {
        if (Ascii.ToLower(text, destination, out int done) == OperationStatus.Done) return done;
        int written = done;
        while (done < text.Length)
        {
            char c = text[done];
            if (c < 0x80)
            {
                // The vector path again, for the stretch up to the next character beyond ASCII.
                Ascii.ToLower(text[done..], destination[written..], out int more);
                done += more;
                written += more;
            }
            else if (c == DottedCapitalI)
            {
                destination[written++] = 'i';
                destination[written++] = '\u0307';
                done++;
            }
            else if (c == CapitalSigma)
            {
                destination[written++] = IsFinalSigma(text, done) ? '\u03C2' : '\u03C3';
                done++;
            }
            else if (char.IsHighSurrogate(c) && done + 1 < text.Length && char.IsLowSurrogate(text[done + 1]))
            {
                written += Rune.ToLowerInvariant(new Rune(c, text[done + 1])).EncodeToUtf16(destination[written..]);
                done += 2;
            }
            else
            {
                destination[written++] = char.ToLowerInvariant(c);
                done++;
            }
        }
        return written;
    }

    /// <summary>A cased letter stands before (marks skipped), and none after.</summary>
    static bool IsFinalSigma(ReadOnlySpan<char> text, int at)
    {
        int i = at;
        Rune rune = default;
        bool cased = false;
        while (i > 0 && Rune.DecodeLastFromUtf16(text[..i], out rune, out int used) == OperationStatus.Done)
        {
            i -= used;
            if (IsCaseIgnorable(rune)) continue;
            cased = IsCased(rune);
            break;
        }
        if (!cased) return false;
        i = at + 1;
        while (i < text.Length && Rune.DecodeFromUtf16(text[i..], out rune, out int used) == OperationStatus.Done)
        {
            i += used;
            if (!IsCaseIgnorable(rune)) return !IsCased(rune);
        }
        return true;
    }

    static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || rune.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9);

    static bool IsCaseIgnorable(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || rune.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A;
}
