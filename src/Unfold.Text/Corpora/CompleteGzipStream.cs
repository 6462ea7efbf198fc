using System.Buffers.Binary;
using System.IO.Compression;

namespace Unfold.Text;

/// <summary>Unpacks a gzip file and, at its end, makes sure that nothing was cut off.</summary>
/// <remarks>
/// The stream of the base library takes a cut-off file for a complete one. A complete one ends in the length of what its
/// last member unpacks to; a file of several members is looked at from its last header. A file that unpacks to more than a
/// hundred times its size is refused, so what a reader takes stays in proportion to the file.
/// </remarks>
sealed class CompleteGzipStream(FileStream file, string path) : Stream
{
    /// <summary>A file may unpack to so much whatever its size …</summary>
    public const long FreeBytes = 16 << 20;

    /// <summary>… and beyond to so many times its size. Text packs to a third or a tenth; deflate's most is a thousandth.</summary>
    public const int MostTimes = 100;

    const int TrailerBytes = 8, WindowBytes = 1 << 16, MostTries = 1000, MostWork = 4;
    readonly GZipStream _gzip = new(file, CompressionMode.Decompress, leaveOpen: true);
    long _total;

    static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8];

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
        CheckSize();
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

    void CheckSize()
    {
        if (_total <= FreeBytes || _total / MostTimes <= file.Length) return;
        throw new DamagedFileException(
            $"{path}: expected a packed file that unpacks to at most {MostTimes} times its size, got more than {_total >> 20} MB out of {file.Length:N0} bytes. " +
            "Files that are made to fill memory look so; if you trust it, unpack it and name the unpacked file.");
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

    /// <summary>Tries what may be headers from the end on, so many and with so much work that no file can make it long.</summary>
    bool LastMemberUnpacksTo(uint length)
    {
        (int tries, long work) = (0, 0);
        byte[] window = new byte[WindowBytes];
        for (long end = file.Length; end >= Header.Length;)
        {
            long start = Math.Max(0, end - window.Length);
            Span<byte> bytes = window.AsSpan(0, (int)(end - start));
            file.Position = start;
            file.ReadExactly(bytes);
            for (int at = bytes.LastIndexOf(Header); at >= 0 && start + at > 0; at = bytes[..at].LastIndexOf(Header))
            {
                if (++tries > MostTries || work > MostWork * (_total + FreeBytes)) return false;
                if (UnpacksTo(start + at, length, ref work)) return true;
            }
            if (start == 0) return false;
            end = start + Header.Length - 1; // a header may lie across the border
        }
        return false;
    }

    bool UnpacksTo(long start, uint length, ref long work)
    {
        file.Position = start;
        try
        {
            using var member = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            var counter = new byte[WindowBytes];
            long total = 0;
            while (total <= _total && member.Read(counter) is var read and > 0)
            {
                total += read;
                work += read;
            }
            return total <= _total && (uint)total == length;
        }
        catch (InvalidDataException)
        {
            return false; // these bytes were no header
        }
    }
}
