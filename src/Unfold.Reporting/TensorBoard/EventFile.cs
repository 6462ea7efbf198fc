using System.Buffers.Binary;
using Unfold.Serialization;

namespace Unfold.Reporting;

/// <summary>Writes TensorBoard's event files: TFRecords, each with its length and two masked checksums.</summary>
/// <remarks>
/// A record is u64 length, u32 checksum of the length, the bytes, u32 checksum of the bytes; all little endian. A checksum is the CRC-32C,
/// rotated right by 15 bits, plus 0xA282EAD8. Source: TensorFlow's record_writer and crc32c, format of TensorFlow 2.
/// </remarks>
sealed class EventFile : IDisposable
{
    readonly FileStream _stream;

    public EventFile(string path, double wallTime)
    {
        _stream = new(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
        Write(EventMessage.Version(wallTime));
    }

    public void Write(ReadOnlySpan<byte> message)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Masked(head[..8]));
        _stream.Write(head);
        _stream.Write(message);
        BinaryPrimitives.WriteUInt32LittleEndian(head, Masked(message));
        _stream.Write(head[..4]);
    }

    public void Flush() => _stream.Flush();

    public void Dispose() => _stream.Dispose();

    static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = Crc32C.Of(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8u);
    }
}
