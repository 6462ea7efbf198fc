namespace Unfold.Inspection;

/// <summary>Follows a record while it is written: reads at each call what has come since the last one.</summary>
/// <param name="path">The record; it need not exist yet.</param>
public sealed class RecordFollower(string path) : IDisposable
{
    FileStream? _stream;
    long _position;

    /// <summary>What was read so far.</summary>
    public RecordFile Record { get; } = new();

    /// <summary>Reads what is new.</summary>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="DamagedFileException">The file is not a record that this version reads.</exception>
    public bool Update()
    {
        if (_stream is null)
        {
            if (!File.Exists(path) || new FileInfo(path).Length < RecordFormat.HeaderLength)
                return false;
            _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
            _position = RecordFile.ReadHeader(_stream, path);
        }
        long before = _position;
        _stream.Position = _position;
        Record.ReadChunks(_stream, path, ref _position);
        return _position > before;
    }

    /// <summary>Closes the file; what was read stays.</summary>
    public void Dispose() => _stream?.Dispose();
}
