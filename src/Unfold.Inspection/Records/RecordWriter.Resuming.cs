using Unfold.Serialization;

namespace Unfold.Inspection;

/// <content>How a record is made safe, and how a run that was stopped goes on with it.</content>
public sealed partial class RecordWriter
{
    RecordWriter(FileStream stream, RecordFile old)
    {
        _stream = stream;
        foreach ((RecordRows rows, RecordColumn column) in old.Columns)
        {
            _byKey.Add((rows.Table, column.Key), _columns.Count);
            _columns.Add(new(rows.Table, column.Key, column.Precision));
        }
        _announced = _columns.Count;
    }

    /// <summary>Goes on with a record as it was when <see cref="Sync"/> told its length; what came after is cut off.</summary>
    /// <param name="path">The record.</param>
    /// <param name="length">Its length then, in bytes.</param>
    /// <exception cref="DamagedFileException">The file is not there, is shorter, or is damaged before that.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static RecordWriter Continue(string path, long length)
    {
        if (!File.Exists(path) || new FileInfo(path).Length < length)
            throw new DamagedFileException($"{path}: expected a record of at least {length} bytes to go on with, got {(File.Exists(path) ? $"{new FileInfo(path).Length}" : "no such file")}. Train the run anew.");
        try
        {
            FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
            try
            {
                stream.SetLength(length);
                RecordFile old = RecordFile.Read(stream, path);
                if (old.CutShort)
                    throw new DamagedFileException($"{path}: expected a chunk to end at byte {length}, got one that goes on. The record is of another run, or was changed; train the run anew.");
                stream.Position = length;
                return new RecordWriter(stream, old);
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        catch (Exception error) when (Disk.IsFault(error))
        {
            throw Unwritable(path, error);
        }
    }

    /// <summary>Writes what is buffered and waits until it is on the disk.</summary>
    /// <returns>The record's length in bytes: what <see cref="Continue"/> goes on from.</returns>
    /// <exception cref="DataException">The disk did not take it.</exception>
    public long Sync()
    {
        Flush();
        ToDisk(() =>
        {
            if (_stream is FileStream file)
                file.Flush(flushToDisk: true);
        });
        return _stream.Position;
    }

    static DataException Unwritable(string? path, Exception error) =>
        new($"{path ?? "The record"}: expected to be able to write, got: {error.Message.TrimEnd('.')}. Free some space or choose another folder with --out.", error);

    void ToDisk(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (Disk.IsFault(error))
        {
            _failed = true;
            throw Unwritable((_stream as FileStream)?.Name, error);
        }
    }
}
