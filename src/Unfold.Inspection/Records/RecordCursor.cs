using System.Buffers.Binary;
using System.Text;

namespace Unfold.Inspection;

/// <summary>Takes values from a chunk's bytes; what is not there is an error, never a read beyond the end.</summary>
sealed class RecordCursor(ReadOnlyMemory<byte> bytes)
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    int _position;

    public void Require(long count)
    {
        if (count > bytes.Length - _position)
            throw new InvalidDataException($"{count} more bytes in the chunk, got {bytes.Length - _position}");
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        Require(count);
        ReadOnlySpan<byte> taken = bytes.Span.Slice(_position, count);
        _position += count;
        return taken;
    }

    public byte Byte() => Bytes(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(8));

    public SeriesKey Key() => new(Text(), Text(), Text());

    public string Text()
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));
        if (length > RecordFormat.LargestName)
            throw new InvalidDataException($"a name of at most {RecordFormat.LargestName} bytes, got {length}");
        return Utf8(length);
    }

    public string LongText()
    {
        uint length = UInt32();
        if (length > RecordFormat.LargestNote)
            throw new InvalidDataException($"a note of at most {RecordFormat.LargestNote} bytes, got {length}");
        return Utf8((int)length);
    }

    string Utf8(int length)
    {
        try
        {
            return Strict.GetString(Bytes(length));
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException("text in UTF-8, got other bytes", error);
        }
    }
}
