using System.Security.Cryptography;
using System.Text;

namespace Unfold.Serialization;

/// <summary>A <see cref="KeptState"/> in a file: safetensors, whose metadata holds numbers and texts, with a checksum over all of it.</summary>
/// <remarks>
/// The checksum is the SHA-256 of the whole file as it would be with sixty-four zeros in the checksum's place. The file appears whole or not at all
/// (<see cref="AtomicFile"/>); one that was damaged later is told from a whole one by every bit.
/// </remarks>
public static class KeptFile
{
    const string Key = "sha256", Place = "\"sha256\":\""; // no other name or text can hold quotes that are not escaped
    const int Digits = 64, LongestHeader = 100_000_000;

    /// <summary>Writes it.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="state">What is kept.</param>
    /// <param name="disk">Where the file is. <value>Default: <see cref="Disk.Real"/>.</value></param>
    /// <param name="durable">Whether to wait for the disk (<see cref="AtomicFile.Write"/>). <value>Default: true.</value></param>
    /// <param name="cancellation">Ends the writing: what was there stays.</param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Write(string path, KeptState state, IDisk? disk = null, bool durable = true, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        var words = new Dictionary<string, string>(state.Words, StringComparer.Ordinal) { [Key] = new string('0', Digits) };
        using var hash = SHA256.Create();
        using (var sum = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write)) SafetensorsFile.WriteTo(sum, state.Tensors, words, cancellation);
        words[Key] = Convert.ToHexStringLower(hash.Hash!);
        AtomicFile.Write(path, stream => SafetensorsFile.WriteTo(stream, state.Tensors, words, cancellation), disk, durable);
    }

    /// <summary>Reads it, and compares its checksum before anything else is believed.</summary>
    /// <exception cref="DataException">The file is not there or cannot be opened.</exception>
    /// <exception cref="DamagedFileException">The file is cut off, damaged or of another format.</exception>
    public static KeptState Read(string path, IDisk? disk = null)
    {
        try
        {
            using Stream stream = (disk ?? Disk.Real).Open(path);
            Verify(stream, path);
            stream.Position = 0;
            return new KeptState(SafetensorsFile.Read(stream, path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: expected a file that can be read, got: {error.Message} Check the path and that you may read it.", error);
        }
    }

    static void Verify(Stream stream, string source)
    {
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.LengthBytes];
        int length = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) == prefix.Length
            ? (int)Math.Min(BitConverter.ToUInt64(prefix), LongestHeader + 1UL) : 0;
        if (length > LongestHeader || length > stream.Length - prefix.Length) length = 0;
        byte[] header = new byte[length];
        stream.ReadExactly(header);
        int place = header.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Place)) + Place.Length;
        if (place < Place.Length || place + Digits > header.Length)
            throw new DamagedFileException($"{source}: expected a file with a checksum, got one without. It is cut off, damaged or of another format.");
        Span<byte> told = header.AsSpan(place, Digits);
        string expected = Encoding.ASCII.GetString(told);
        told.Fill((byte)'0');
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        hash.AppendData(header);
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;) hash.AppendData(buffer, 0, read);
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != expected)
            throw new DamagedFileException($"{source}: expected the bytes that its checksum was made of, got other ones. It was damaged after it was written.");
    }
}
