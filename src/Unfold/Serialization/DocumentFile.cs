using System.Text;

namespace Unfold.Serialization;

/// <summary>Reads a document of text that may come from anywhere: strict UTF-8, of a size that is checked before anything is taken.</summary>
public static class DocumentFile
{
    /// <summary>Bytes of the largest document that is read: 512 MiB.</summary>
    public const long Largest = 512L << 20;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file, without a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it should be, for messages: "a recipe".</param>
    /// <param name="largest">Bytes at most. <value>Default: <see cref="Largest"/>.</value></param>
    /// <exception cref="DataException">The file is not there or cannot be read.</exception>
    /// <exception cref="DamagedFileException">The file is too large, or not UTF-8.</exception>
    public static string ReadText(string path, string what, long largest = Largest)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = ReadBytes(path, what, largest);
        ReadOnlySpan<byte> text = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes;
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            int line = text[..Math.Clamp(error.Index, 0, text.Length)].Count((byte)'\n') + 1;
            throw new DamagedFileException($"{path}:{line}: expected {what} in UTF-8, got the byte 0x{error.BytesUnknown?[0] ?? 0:X2} at offset {error.Index}. The file is damaged or was saved in another encoding; restore it, or save it as UTF-8.", error);
        }
    }

    static byte[] ReadBytes(string path, string what, long largest)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (stream.Length > largest)
                throw new DamagedFileException($"{path}: expected {what} of at most {largest >> 20} MB, got {stream.Length >> 20} MB. Nothing of ours writes that much; the file is damaged or another one.");
            byte[] bytes = new byte[stream.Length];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length == bytes.Length ? bytes : bytes[..length];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: expected {what} that can be read, got: {error.Message.TrimEnd('.')}. Check the path and that you may read it.", error);
        }
    }
}
