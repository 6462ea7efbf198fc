namespace Unfold.Inspection;

/// <summary>Follows a record while it is written: reads at each call what has come since the last one.</summary>
public sealed class RecordFollower : IDisposable
{
    readonly string _place;
    readonly Func<Stream>? _memory;
    Stream? _stream;
    long _position;

    /// <summary>Follows a file.</summary>
    /// <param name="path">The record; it need not exist yet.</param>
    public RecordFollower(string path) => _place = path;

    /// <summary>Follows bytes in memory.</summary>
    internal RecordFollower(string place, Func<Stream> bytes) => (_place, _memory) = (place, bytes);

    /// <summary>What was read so far.</summary>
    public RecordFile Record { get; } = new();

    /// <summary>Reads what is new.</summary>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="DamagedFileException">The file is not a record that this version reads.</exception>
    public bool Update()
    {
        if (_memory is not null)
            _stream = _memory();
        else if (_stream is null && File.Exists(_place) && new FileInfo(_place).Length >= RecordFormat.HeaderLength)
            _stream = new FileStream(_place, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
        if (_stream is null)
            return false;
        if (_position == 0)
            _position = RecordFile.ReadHeader(_stream, _place);
        long before = _position;
        _stream.Position = _position;
        Record.ReadChunks(_stream, _place, ref _position);
        return _position > before;
    }

    /// <summary>Closes the file; what was read stays.</summary>
    public void Dispose() => _stream?.Dispose();
}
