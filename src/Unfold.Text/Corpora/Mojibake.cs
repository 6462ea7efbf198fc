using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Unfold.Text;

/// <summary>Repairs text whose UTF-8 bytes were once read as Latin-1: <c>Ã©</c> back to <c>é</c>.</summary>
public static class Mojibake
{
    /// <summary>Repairs the text if it has characters U+0080..U+00FF, none above, and its Latin-1 bytes are valid UTF-8.</summary>
    /// <returns>Whether it was repaired; if not, <paramref name="repaired"/> is the text itself.</returns>
    public static bool TryRepair(string text, out string repaired)
    {
        ArgumentNullException.ThrowIfNull(text);
        repaired = text;
        if (Ascii.IsValid(text) || text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF')) return false;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            int count = System.Text.Encoding.Latin1.GetBytes(text, bytes);
            if (!Utf8.IsValid(bytes.AsSpan(0, count))) return false;
            repaired = System.Text.Encoding.UTF8.GetString(bytes, 0, count);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
