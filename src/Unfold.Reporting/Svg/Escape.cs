using System.Text;

namespace Unfold.Reporting;

/// <summary>Text that came from data, made safe for HTML and SVG.</summary>
static class Escape
{
    /// <summary>For element content and quoted attributes alike; characters that XML does not allow become U+FFFD.</summary>
    public static string Text(string? text)
    {
        StringBuilder safe = new(text?.Length ?? 0);
        foreach (Rune rune in (text ?? "").EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': safe.Append("&amp;"); break;
                case '<': safe.Append("&lt;"); break;
                case '>': safe.Append("&gt;"); break;
                case '"': safe.Append("&quot;"); break;
                case '\'': safe.Append("&#39;"); break;
                case '\t' or '\n': safe.Append((char)rune.Value); break;
                case < 0x20 or (>= 0x7F and < 0xA0) or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFE or 0xFFFF: safe.Append('\uFFFD'); break;
                default: safe.Append(rune.ToString()); break;
            }
        }
        return safe.ToString();
    }

    public static string Attribute(string? text) => Text(text).Replace("\n", " ").Replace("\t", " ");

    /// <summary>A long name shortened in its middle.</summary>
    public static string Middle(string name, int most)
    {
        if (name.Length <= most)
            return name;
        int tail = most * 3 / 5;
        return name[..(most - tail - 1)] + "…" + name[^tail..];
    }
}
