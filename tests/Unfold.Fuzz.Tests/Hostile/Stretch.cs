using System.IO.Compression;

namespace Unfold.Fuzz.Tests;

/// <summary>Writes large hostile files without holding them in memory, and measures what reading them takes.</summary>
static class Stretch
{
    /// <summary>A file of so many times the same bytes between a beginning and an end.</summary>
    public static string Write(string path, ReadOnlySpan<byte> beginning, byte[] again, long times, ReadOnlySpan<byte> end, bool packed = false)
    {
        using FileStream file = File.Create(path);
        using Stream stream = packed ? new GZipStream(file, CompressionLevel.Optimal) : file;
        stream.Write(beginning);
        for (long i = 0; i < times; i++) stream.Write(again);
        stream.Write(end);
        return path;
    }

    /// <summary>The sentence of the refusal, after at most so many bytes were allocated.</summary>
    public static T Refuses<T>(long most, Action read)
        where T : UnfoldException
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        T refusal = Assert.ThrowsAny<T>(read);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= most, $"expected at most {most:N0} bytes, got {allocated:N0}");
        return refusal;
    }
}
