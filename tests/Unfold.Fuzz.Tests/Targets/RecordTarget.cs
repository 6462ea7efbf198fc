using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Fuzz.Tests;

/// <summary>What the lenses saw: the record.</summary>
sealed class RecordTarget() : Target("record")
{
    public override IReadOnlyList<byte[]> Seeds { get; } = [Write(rows: 3, notes: false), Write(rows: 0, notes: true), [.. Write(rows: 2, notes: true), 1, 2, 3]];

    public override IReadOnlyList<byte[]> Words => Tests.Words.Of("COLS", "ROWS", "ARRY", "NOTE", "\0\0\0\0", "\u0001\0\0\0", "UNFOLD\r\n");

    public override void Read(byte[] bytes) => RecordFile.Read(new MemoryStream(bytes), "record");

    /// <summary>Gives every chunk the checksum of its bytes, as far as the lengths lead.</summary>
    public override byte[] Seal(byte[] bytes)
    {
        for (int at = 16; at + 12 <= bytes.Length;)
        {
            uint length = BitConverter.ToUInt32(bytes, at + 4);
            if (length > bytes.Length - at - 12) break;
            int body = 8 + (int)length;
            BitConverter.TryWriteBytes(bytes.AsSpan(at + body), Crc32C.Of(bytes.AsSpan(at, body)));
            at += body + 4;
        }
        return bytes;
    }

    static byte[] Write(int rows, bool notes)
    {
        using MemoryStream stream = new();
        using (RecordWriter writer = new(stream, leaveOpen: true))
        {
            int norm = writer.AddColumn(RecordTable.Step, new("gradients", "all", "norm")), loss = writer.AddColumn(RecordTable.Epoch, new("loss", "train", "loss"), RecordPrecision.Double);
            for (int i = 0; i < rows; i++)
            {
                writer.BeginRow(RecordTable.Step, i, 0, 4);
                if (i != 1) writer.Set(norm, 0.5 * i);
            }
            writer.BeginRow(RecordTable.Epoch, rows, 0, 4);
            writer.Set(loss, 0.25);
            writer.WriteArray(new("time", "rnn.l0", "profile"), rows, 0, 2, [1, float.NaN, 3, 4], start: -2, spacing: 0.5);
            if (notes) writer.WriteNote(new("words", "embedding", "words"), 1, 0, """{"words":["a"]}""");
        }
        return stream.ToArray();
    }
}
