using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Unfold.Text;

/// <summary>Passes on the bytes of a file that are valid UTF-8 and stops at the first that is not, naming file, line and offset.</summary>
/// <remarks>A byte order mark at the start is left out.</remarks>
sealed class StrictUtf8Stream(Stream stream, string path, bool packed) : Stream
{
    /// <summary>Bytes of the longest line or row that is read: 16 MiB.</summary>
    public const int LongestRow = 16 << 20;

    const int ChunkBytes = 1 << 16;
    readonly byte[] _bytes = new byte[ChunkBytes];
    int _next, _valid, _end;
    long _offset, _lines;
    long _taken, _before;
    bool _ended, _started;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_next == _valid && !Fill()) return 0;
        if (_taken > LongestRow) ThrowLong();
        int count = Math.Min(buffer.Length, _valid - _next);
        _bytes.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        _taken += count;
        return count;
    }

    /// <summary>A line or row begins: the next <see cref="LongestRow"/> bytes may be its own.</summary>
    /// <param name="before">The line where the one before it stands, for the error.</param>
    public void BeginRow(long before) => (_taken, _before) = (0, before);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads the next chunk and holds back a sequence that is cut by its end.</summary>
    bool Fill()
    {
        int left = _end - _valid;
        _bytes.AsSpan(_valid, left).CopyTo(_bytes);
        (_next, _valid, _end) = (0, 0, left);
        if (!_ended) ReadBytes();
        if (!_started) SkipMark();
        var fresh = _bytes.AsSpan(_next, _end - _next);
        int good = Utf8.IsValid(fresh) ? fresh.Length : FirstFault(fresh);
        _lines += fresh[..good].Count((byte)'\n');
        _offset += good;
        _valid = _next + good;
        return good > 0;
    }

    void ReadBytes()
    {
        try
        {
            int wanted = _bytes.Length - _end;
            int read = stream.ReadAtLeast(_bytes.AsSpan(_end), wanted, throwOnEndOfStream: false);
            _end += read;
            _ended = read < wanted;
        }
        catch (InvalidDataException exception)
        {
            throw new DamagedFileException($"{path}: expected a complete gzip file, got damaged or cut-off data. Fetch the file again.", exception);
        }
    }

    void SkipMark()
    {
        _started = true;
        if (_bytes.AsSpan(0, _end) is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new DataException($"{path}: expected UTF-8 text, got UTF-16. Save the file as UTF-8.");
        if (_bytes.AsSpan(0, _end) is [0xEF, 0xBB, 0xBF, ..]) (_next, _valid, _offset) = (3, 3, 3);
    }

    /// <summary>The length of the valid part before a sequence that the chunk cuts; any other fault is an error.</summary>
    int FirstFault(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            var status = Rune.DecodeFromUtf8(bytes[at..], out _, out int used);
            if (status == OperationStatus.NeedMoreData && !_ended) return at;
            if (status != OperationStatus.Done) ThrowInvalid(bytes, at);
            at += used;
        }
        return at;
    }

    [DoesNotReturn]
    void ThrowLong() => throw new DataException(
        $"{path}: expected lines and rows of at most {LongestRow >> 20} MB, got a longer one behind line {_before}. " +
        "A quote may never be closed, or this is another kind of file; correct the line, or leave it out.");

    [DoesNotReturn]
    void ThrowInvalid(ReadOnlySpan<byte> bytes, int at) => throw new DataException(
        $"{path}:{_lines + bytes[..at].Count((byte)'\n') + 1}: expected UTF-8 text, got the byte 0x{bytes[at]:X2} at offset {_offset + at}" +
        $"{(packed ? " of the unpacked file" : "")}. The file may be Latin-1 or Windows-1252; save it as UTF-8.");
}
