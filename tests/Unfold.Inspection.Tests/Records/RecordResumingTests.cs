namespace Unfold.Inspection.Tests;

/// <summary>A record that is made safe, gone on with, or cannot be written.</summary>
public sealed class RecordResumingTests : IDisposable
{
    readonly string _path = Path.Combine(Path.GetTempPath(), $"unfold-{Guid.NewGuid():N}.record");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Continue_WhatCameAfterTheLength_IsForgotten()
    {
        long length;
        using (RecordWriter writer = RecordWriter.Create(_path))
        {
            Row(writer, 0, "a");
            length = writer.Sync();
            Row(writer, 1, "b");
        }
        Assert.True(new FileInfo(_path).Length > length);
        using (RecordWriter writer = RecordWriter.Continue(_path, length))
        {
            Row(writer, 1, "c");
            Row(writer, 2, "a");
        }
        RecordFile record = RecordFile.Read(_path);
        Assert.Equal([0L, 1, 2], record.Steps.Steps);
        Assert.Equal(["a", "c"], record.Steps.Columns.Select(column => column.Key.Series));
        Assert.False(record.CutShort);
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(-3)]
    public void Continue_LengthThatIsNone_SaysSo(int beyond)
    {
        long length;
        using (RecordWriter writer = RecordWriter.Create(_path))
        {
            Row(writer, 0, "a");
            length = writer.Sync();
        }
        string message = Assert.Throws<DamagedFileException>(() => RecordWriter.Continue(_path, length + beyond)).Message;
        Assert.Equal(beyond > 0
            ? $"{_path}: expected a record of at least {length + beyond} bytes to go on with, got {length}. Train the run anew."
            : $"{_path}: expected a chunk to end at byte {length + beyond}, got one that goes on. The record is of another run, or was changed; train the run anew.", message);
    }

    [Fact]
    public void Flush_DiskFull_SaysSoOnceAndCloses()
    {
        const string full = "/dev/full";
        if (!File.Exists(full)) return;
        RecordWriter writer = new(new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1 << 16));
        Row(writer, 0, "a");
        DataException error = Assert.Throws<DataException>(writer.Flush);
        Assert.StartsWith("/dev/full: expected to be able to write, got: No space left on device", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Free some space or choose another folder with --out.", error.Message, StringComparison.Ordinal);
        writer.Dispose(); // what cannot be written is not tried again
    }

    static void Row(RecordWriter writer, long step, string series)
    {
        int column = writer.AddColumn(RecordTable.Step, new("lens", series, "value"));
        writer.BeginRow(RecordTable.Step, step, 0, 1);
        writer.Set(column, step);
    }
}
