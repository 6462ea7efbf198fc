using System.Diagnostics.CodeAnalysis;

namespace Unfold.Text;

/// <summary>Opens text files, packed with gzip or plain, and words what goes wrong.</summary>
static class TextFile
{
    /// <summary>The path itself, or with <c>.gz</c> behind it, or without: whichever is there.</summary>
    public static string? FindPlainOrPacked(string path)
    {
        if (File.Exists(path)) return path;
        string other = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path + ".gz";
        return File.Exists(other) ? other : null;
    }

    /// <summary>Opens the file for strict reading. Whether it is packed is told by its first bytes, not by its name.</summary>
    public static StrictUtf8Stream Open(string path, string what)
    {
        Stream stream = OpenBytes(path, what, out bool packed);
        return new StrictUtf8Stream(stream, path, packed);
    }

    /// <summary>Opens the file as bytes, unpacked where it is packed.</summary>
    public static Stream OpenBytes(string path, string what, out bool packed)
    {
        FileStream? file = null;
        try
        {
            if (!File.Exists(path)) ThrowMissing(path, what);
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            Span<byte> magic = stackalloc byte[2];
            packed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            file.Position = 0;
            return packed ? new CompleteGzipStream(file, path) : file;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            file?.Dispose();
            throw new DataException($"{path}: expected {what} that can be read, got \"{exception.Message}\". Check the permissions of the file.", exception);
        }
    }

    [DoesNotReturn]
    static void ThrowMissing(string path, string what) => throw new DataException(Directory.Exists(path)
        ? $"{path}: expected {what}, got a folder. Name the file inside it."
        : $"{path}: expected {what}, got no such file. Check the path; relative paths start from {Environment.CurrentDirectory}.");
}
