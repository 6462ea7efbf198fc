using System.Buffers.Binary;
using Unfold.Serialization;

namespace Unfold.Inspection.Tests;

public sealed class RecordTests
{
    static readonly SeriesKey Norm = new("gradients", "rnn.weight_hh_l0", "norm");
    static readonly SeriesKey Cosine = new("gradients", "rnn.weight_hh_l0", "cosine");

    static byte[] Write(Action<RecordWriter> write)
    {
        using MemoryStream stream = new();
        using (RecordWriter writer = new(stream, leaveOpen: true))
            write(writer);
        return stream.ToArray();
    }

    static byte[] Sample() => Write(writer =>
    {
        int norm = writer.AddColumn(RecordTable.Step, Norm);
        int cosine = writer.AddColumn(RecordTable.Step, Cosine, RecordPrecision.Double);
        for (int step = 0; step < 20; step++)
        {
            writer.BeginRow(RecordTable.Step, step, step / 10, step == 9 ? 1 : 32);
            writer.Set(norm, step * 0.5);
            if (step > 0)
                writer.Set(cosine, 1.0 / 3 * step);
            if (step % 10 == 9)
                writer.Flush();
        }
        writer.BeginRow(RecordTable.Validation, 20, 1, 7);
        writer.Set(writer.AddColumn(RecordTable.Validation, new("loss", "validation", "loss")), double.NaN);
    });

    static RecordFile Read(byte[] bytes) => RecordFile.Read(new MemoryStream(bytes), "here");

    [Fact]
    public void Read_WhatWasWritten_GivesColumnsWithMissingAndNaNApart()
    {
        RecordFile record = Read(Sample());

        Assert.False(record.CutShort);
        Assert.Equal(20, record.Steps.Count);
        Assert.Equal(19, record.Steps.Steps[19]);
        Assert.Equal((0, 1), (record.Steps.Epochs[9], record.Steps.Epochs[10]));
        Assert.Equal((1, 32), (record.Steps.BatchSizes[9], record.Steps.BatchSizes[10]));
        Assert.Equal(9.5, record.Steps.Find(Norm)!.Values[19]);
        RecordColumn cosine = record.Steps.Find(Cosine)!;
        Assert.False(cosine.Has(0));
        Assert.Equal(1.0 / 3 * 10, cosine.Values[10]);
        Assert.Equal(9, record.Steps.InEpoch(cosine, 0).Length);
        Assert.Equal(10, record.Steps.InEpoch(cosine, 1).Length);
        Assert.True(record.Validation.Columns[0].Has(0));
        Assert.True(double.IsNaN(record.Validation.Columns[0].Values[0]));
        Assert.Null(record.Steps.Find(new("x", "y", "z")));
    }

    [Fact]
    public void Read_ColumnMadeLate_IsMissingBefore()
    {
        RecordFile record = Read(Write(writer =>
        {
            writer.BeginRow(RecordTable.Step, 0, 0, 1);
            writer.Flush();
            int late = writer.AddColumn(RecordTable.Step, Norm);
            writer.BeginRow(RecordTable.Step, 1, 0, 1);
            writer.Set(late, 3);
        }));

        Assert.False(record.Steps.Columns[0].Has(0));
        Assert.Equal(3, record.Steps.Columns[0].Values[1]);
    }

    [Fact]
    public void Read_FileCutAnywhere_GivesAPrefixOrSaysItIsNoRecord()
    {
        byte[] whole = Sample();
        for (int length = 0; length < whole.Length; length++)
        {
            if (length < 16)
            {
                Assert.Throws<DamagedFileException>(() => Read(whole[..length]));
                continue;
            }
            RecordFile record = Read(whole[..length]);
            Assert.True(record.Steps.Count is 0 or 10 or 20);
            Assert.All(record.Steps.Columns, column => Assert.Equal(record.Steps.Count, column.Values.Count));
        }
    }

    [Fact]
    public void Read_AnyByteChanged_NeverGivesOtherNumbers()
    {
        byte[] whole = Sample();
        for (int at = 0; at < whole.Length; at++)
        {
            if (at is >= 10 and < 16)
                continue; // the header's spare bytes
            byte[] changed = [.. whole];
            changed[at] ^= 0x41;
            try
            {
                RecordFile record = Read(changed);
                Assert.True(record.CutShort); // only a length that now points beyond the end
            }
            catch (DamagedFileException error)
            {
                Assert.StartsWith("here: ", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(0x534C4F43u, new byte[] { 255, 255, 255, 255 }, "more bytes in the chunk")]
    [InlineData(0x53574F52u, new byte[] { 0, 255, 255, 255, 255, 1, 0, 0, 0 }, "more bytes in the chunk")]
    [InlineData(0x53574F52u, new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 0 }, "a table from 0 to 2, got 9")]
    [InlineData(0x53574F52u, new byte[] { 0, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 0 }, "a column of table 0, got number 5")]
    [InlineData(0x534C4F43u, new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 4, 255, 255 }, "a name of at most 1024 bytes, got 65535")]
    [InlineData(0x45544F4Eu, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255 }, "a note of at most 16777216 bytes, got 4294967295")]
    [InlineData(0x45544F4Eu, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0xFF }, "text in UTF-8, got other bytes")]
    [InlineData(0x534C4F43u, new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0 }, "a precision of 4 or 8 bytes, got 3")]
    public void Read_HostileChunkWithAGoodChecksum_IsRefused(uint type, byte[] payload, string part)
    {
        byte[] bytes = new byte[16 + 12 + payload.Length];
        "UNFOLD\r\n"u8.CopyTo(bytes);
        bytes[8] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), type);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), (uint)payload.Length);
        payload.CopyTo(bytes, 24);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(24 + payload.Length), Crc32C.Of(bytes.AsSpan(16, 8 + payload.Length)));

        var error = Assert.Throws<DamagedFileException>(() => Read(bytes));
        Assert.StartsWith("here: at byte 16, expected ", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ArraysAndNotes_ComeBackAsTheyWere()
    {
        using MemoryStream stream = new();
        using (RecordWriter writer = new(stream, leaveOpen: true))
        {
            writer.WriteArray(new("time", "rnn.l0", "profile"), 7, 2, 2, [1, float.NaN, 3, 4, 5, -6], start: -2, spacing: 0.5);
            writer.WriteNote(new("spikes", "all", "batch"), 8, 3, """{"text":"naïve 🙂"}""");
        }
        RecordFile record = Read(stream.ToArray());

        RecordArray array = Assert.Single(record.Arrays);
        Assert.Equal(new SeriesKey("time", "rnn.l0", "profile"), array.Key);
        Assert.Equal((7, 2, 2, 3), (array.Step, array.Epoch, array.Rows, array.Columns));
        Assert.Equal([1, float.NaN, 3, 4, 5, -6], array.Values);
        Assert.Equal((-6f, -1.0), (array[1, 2], array.At(2)));
        Assert.Equal(new RecordNote(new("spikes", "all", "batch"), 8, 3, """{"text":"naïve 🙂"}"""), Assert.Single(record.Notes));
    }

    [Theory]
    [InlineData(0u, 3u, "got [0, 3]")]
    [InlineData(uint.MaxValue, 0u, "got [4294967295, 0]")]
    [InlineData(65536u, 65536u, "got [65536, 65536]")]
    [InlineData(2u, 3u, "24 more bytes in the chunk, got 0")]
    public void Read_ArrayThatLiesAboutItsSize_IsRefused(uint rows, uint columns, string part)
    {
        byte[] payload = new byte[6 + 12 + 8 + 16];
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(18), rows);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(22), columns);
        Read_HostileChunkWithAGoodChecksum_IsRefused(0x59525241u, payload, part);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, -1)]
    [InlineData(4e9, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void Read_ArrayWithoutAUsableAxis_IsRefused(double start, double spacing)
    {
        byte[] payload = new byte[6 + 12 + 8 + 16];
        payload[18] = 1;
        BinaryPrimitives.WriteDoubleLittleEndian(payload.AsSpan(26), start);
        BinaryPrimitives.WriteDoubleLittleEndian(payload.AsSpan(34), spacing);
        Read_HostileChunkWithAGoodChecksum_IsRefused(0x59525241u, payload, "an axis that starts within ±1073741824 and has a spacing of 0 to 1073741824");
        using RecordWriter writer = new(new MemoryStream());
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteArray(new("a", "b", "c"), 0, 0, 1, [1f], start, spacing));
    }

    [Fact]
    public void Read_AnotherVersion_SaysSo()
    {
        byte[] bytes = Sample();
        bytes[8] = 2;
        Assert.Equal(
            "here: expected record version 1, got 2. Another version of Unfold wrote it; use that version.",
            Assert.Throws<DamagedFileException>(() => Read(bytes)).Message);
    }

    [Fact]
    public void Checksum_OfTheStandardText_IsTheStandardValue() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8)); // RFC 3720

    [Fact]
    public void Update_WhileBytesArrive_GivesTheSameRecordInTheEnd()
    {
        byte[] whole = Sample();
        string path = Path.GetTempFileName();
        try
        {
            using RecordFollower follower = new(path);
            Assert.False(follower.Update());
            using (FileStream growing = new(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
            {
                for (int at = 0; at < whole.Length; at += 7)
                {
                    growing.Write(whole.AsSpan(at, Math.Min(7, whole.Length - at)));
                    growing.Flush();
                    follower.Update();
                    Assert.All(follower.Record.Steps.Columns, column => Assert.Equal(follower.Record.Steps.Count, column.Values.Count));
                }
            }
            RecordFile once = Read(whole);
            Assert.False(follower.Record.CutShort);
            Assert.Equal(once.Steps.Steps, follower.Record.Steps.Steps);
            Assert.Equal(once.Steps.Columns.Select(column => column.Key), follower.Record.Steps.Columns.Select(column => column.Key));
            for (int i = 0; i < once.Steps.Columns.Count; i++)
                Assert.Equal(once.Steps.Columns[i].Values, follower.Record.Steps.Columns[i].Values);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
