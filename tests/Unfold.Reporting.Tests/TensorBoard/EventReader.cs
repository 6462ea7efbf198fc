using System.Buffers.Binary;
using System.Text;

namespace Unfold.Reporting.Tests;

/// <summary>Reads event files as TensorBoard does, written from the format alone: checksums bit by bit, fields one by one.</summary>
static class EventReader
{
    public sealed record Entry(double WallTime, long Step, string? FileVersion, string? Tag, float? Scalar, Histogram? Histogram, string? Plugin);

    public sealed record Histogram(double Min, double Max, double Count, double Sum, double SumOfSquares, double[] Limits, double[] Counts);

    public static List<Entry> Read(byte[] file)
    {
        List<Entry> entries = [];
        for (int at = 0; at < file.Length;)
        {
            long length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            ReadOnlySpan<byte> data = file.AsSpan(at + 12, (int)length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + (int)length)));
            entries.Add(Event(data));
            at += 16 + (int)length;
        }
        return entries;
    }

    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78u : crc >> 1; // Castagnoli's polynomial, reflected
        }
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8u);
    }

    static Entry Event(ReadOnlySpan<byte> bytes)
    {
        Entry entry = new(0, 0, null, null, null, null, null);
        foreach ((int field, ulong number, byte[] content) in Fields(bytes))
        {
            entry = field switch
            {
                1 => entry with { WallTime = BitConverter.UInt64BitsToDouble(number) },
                2 => entry with { Step = (long)number },
                3 => entry with { FileVersion = Encoding.UTF8.GetString(content) },
                5 => Value(entry, Assert.Single(Fields(content)).Content),
                _ => throw new InvalidDataException($"field {field} of an event"),
            };
        }
        return entry;
    }

    static Entry Value(Entry entry, byte[] bytes)
    {
        foreach ((int field, ulong number, byte[] content) in Fields(bytes))
        {
            entry = field switch
            {
                1 => entry with { Tag = Encoding.UTF8.GetString(content) },
                2 => entry with { Scalar = BitConverter.UInt32BitsToSingle((uint)number) },
                5 => entry with { Histogram = ReadHistogram(content) },
                9 => entry with { Plugin = Encoding.UTF8.GetString(Assert.Single(Fields(Assert.Single(Fields(content)).Content)).Content) },
                _ => throw new InvalidDataException($"field {field} of a value"),
            };
        }
        return entry;
    }

    static Histogram ReadHistogram(byte[] bytes)
    {
        Dictionary<int, (ulong Number, byte[] Content)> fields = Fields(bytes).ToDictionary(field => field.Field, field => (field.Number, field.Content));
        double Number(int field) => BitConverter.UInt64BitsToDouble(fields[field].Number);
        return new(Number(1), Number(2), Number(3), Number(4), Number(5), Doubles(fields[6].Content), Doubles(fields[7].Content));
    }

    static double[] Doubles(byte[] bytes) => [.. bytes.Chunk(8).Select(part => BitConverter.ToDouble(part))];

    static List<(int Field, ulong Number, byte[] Content)> Fields(ReadOnlySpan<byte> bytes)
    {
        List<(int, ulong, byte[])> fields = [];
        int at = 0;
        while (at < bytes.Length)
        {
            ulong key = Varint(bytes, ref at);
            int field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    fields.Add((field, Varint(bytes, ref at), []));
                    break;
                case 1:
                    fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]), []));
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(bytes, ref at);
                    fields.Add((field, 0, bytes.Slice(at, length).ToArray()));
                    at += length;
                    break;
                case 5:
                    fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]), []));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }
        }
        return fields;
    }

    static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
