using System.Buffers.Binary;
using System.IO.Compression;

namespace Unfold.Text;

/// <summary>Unpacks a gzip file and, at its end, makes sure that nothing was cut off.</summary>
/// <remarks>
/// The stream of the base library takes a cut-off file for a complete one. A complete one ends in the length of what its
/// last member unpacks to; a file of several members is looked at from its last header.
/// </remarks>
sealed class CompleteGzipStream(FileStream file) : Stream
{
    const int TrailerBytes = 8;
    readonly GZipStream _gzip = new(file, CompressionMode.Decompress, leaveOpen: true);
    long _total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = _gzip.Read(buffer);
        _total += read;
        if (read == 0 && !buffer.IsEmpty && !IsComplete()) throw new InvalidDataException("The gzip file ends before its data does.");
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
            file.Dispose();
        }
        base.Dispose(disposing);
    }

    bool IsComplete()
    {
        if (file.Length < TrailerBytes) return false;
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        file.Position = file.Length - sizeof(uint);
        file.ReadExactly(trailer);
        uint last = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        return last == (uint)_total || LastMemberUnpacksTo(last);
    }

    bool LastMemberUnpacksTo(uint length)
    {
        byte[] bytes = new byte[checked((int)Math.Min(file.Length, Array.MaxLength))];
        file.Position = file.Length - bytes.Length;
        file.ReadExactly(bytes);
        for (int end = bytes.Length; bytes.AsSpan(0, end).LastIndexOf([(byte)0x1F, (byte)0x8B, (byte)8]) is var at and > 0; end = at)
        {
            if (UnpacksTo(bytes, at, length)) return true;
        }
        return false;
    }

    static bool UnpacksTo(byte[] bytes, int start, uint length)
    {
        try
        {
            using var member = new GZipStream(new MemoryStream(bytes, start, bytes.Length - start), CompressionMode.Decompress);
            var counter = new byte[1 << 16];
            long total = 0;
            while (member.Read(counter) is var read and > 0) total += read;
            return (uint)total == length;
        }
        catch (InvalidDataException)
        {
            return false; // these three bytes were no header
        }
    }
}
