using System.IO.Compression;
using System.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>Makes seeds and words of formats.</summary>
static class Words
{
    public static byte[][] Of(params string[] words) => Array.ConvertAll(words, Encoding.UTF8.GetBytes);

    /// <summary>The names of a JSON document, as they stand in it.</summary>
    public static byte[][] InJson(params byte[][] documents) =>
        [.. documents.SelectMany(document => Encoding.UTF8.GetString(document).Split('"')).Where(name => name.Length is > 2 and < 20).Distinct(StringComparer.Ordinal).Select(name => Encoding.UTF8.GetBytes($"\"{name}\":"))];

    public static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
