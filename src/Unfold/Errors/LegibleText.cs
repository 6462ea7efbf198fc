using System.Buffers;

namespace Unfold;

/// <summary>Makes a message fit to be printed, whatever a stranger's file put into it.</summary>
static class LegibleText
{
    /// <summary>No message is longer; a longer one loses its middle, so that place and remedy stay.</summary>
    public const int Longest = 3_000;

    const int Beginning = 2_000;
    const char Unprintable = '\uFFFD';

    /// <summary>Controls (but for tabs and line ends), marks that turn the direction of writing, and halves of surrogate pairs.</summary>
    static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(code => (char)code).Where(letter => (char.IsControl(letter) && letter is not ('\n' or '\t')) || char.IsSurrogate(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))]);

    /// <summary>The text itself where nothing is wrong with it.</summary>
    public static string Of(string text)
    {
        if (text.Length > Longest) text = $"{text.AsSpan(0, Beginning)} … {text.AsSpan(text.Length - (Longest - Beginning - 3))}";
        if (!text.AsSpan().ContainsAny(Suspects)) return text;
        return string.Create(text.Length, text, static (letters, from) =>
        {
            for (int i = 0; i < letters.Length; i++)
            {
                if (i + 1 < letters.Length && char.IsSurrogatePair(from[i], from[i + 1]))
                {
                    (letters[i], letters[i + 1]) = (from[i], from[i + 1]);
                    i++;
                }
                else
                {
                    letters[i] = from[i] == '\r' ? ' ' : Suspects.Contains(from[i]) ? Unprintable : from[i];
                }
            }
        });
    }
}
