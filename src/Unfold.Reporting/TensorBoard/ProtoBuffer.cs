using System.Buffers.Binary;
using System.Text;

namespace Unfold.Reporting;

/// <summary>A message in protocol buffers' wire format: fields one behind the other, each a key and its value.</summary>
sealed class ProtoBuffer
{
    readonly MemoryStream _bytes = new();

    public byte[] ToArray() => _bytes.ToArray();

    public void Int64(int field, long value)
    {
        Key(field, wire: 0);
        Varint(unchecked((ulong)value));
    }

    public void Double(int field, double value)
    {
        Key(field, wire: 1);
        Raw(value);
    }

    public void Float(int field, float value)
    {
        Key(field, wire: 5);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Message(int field, ProtoBuffer message) => Bytes(field, message.ToArray());

    public void PackedDoubles(int field, ReadOnlySpan<double> values)
    {
        Key(field, wire: 2);
        Varint((ulong)values.Length * 8);
        foreach (double value in values)
            Raw(value);
    }

    void Bytes(int field, byte[] value)
    {
        Key(field, wire: 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
    }

    void Key(int field, int wire) => Varint((ulong)((field << 3) | wire));

    void Raw(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
