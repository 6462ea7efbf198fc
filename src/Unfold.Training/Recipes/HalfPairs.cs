using System.Text.Json;

namespace Unfold.Training;

/// <summary>Finds escapes such as <c>\ud800</c> that stand for half a character: JSON allows them, and no text can hold them.</summary>
static class HalfPairs
{
    /// <summary>The offset of the first text that has one, or nothing.</summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public static long? Find(ReadOnlySpan<byte> json, JsonReaderOptions options)
    {
        if (json.IndexOf("\\u"u8) < 0) return null;
        var reader = new Utf8JsonReader(json, options);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException) // how the reader refuses half a pair
            {
                return reader.TokenStartIndex;
            }
        }
        return null;
    }
}
