using System.Globalization;
using System.Text;

namespace Unfold.Text;

/// <summary>Reads the files of a tar archive from front to back. Nothing is unpacked to a disk: a name is a name, links and devices are passed over.</summary>
/// <remarks>
/// Understands the formats ustar, pax and GNU. The lengths in an archive are not believed: what is taken grows with the bytes that arrive, and stays
/// below a limit. Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar 1.35, "Basic Tar Format".
/// </remarks>
sealed class TarFiles(Stream archive)
{
    const int Block = 512, LongestNote = 1 << 20;
    readonly byte[] _block = new byte[Block];
    long _left, _padding; // of the file that was reached

    /// <summary>The name of the file that was reached.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Goes on to the next file; false at the end.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged or cut off.</exception>
    public bool Next()
    {
        (string? name, long? size) = (null, null);
        while (true)
        {
            Skip();
            if (!TryReadHeader()) return false;
            _left = Number(_block.AsSpan(124, 12));
            char kind = (char)_block[156];
            if (kind == 'x')
            {
                SetPadding();
                (name, size) = Extended(Content(LongestNote), name, size);
                continue;
            }
            if (kind == 'L')
            {
                SetPadding();
                name = Text(Content(LongestNote));
                continue;
            }
            if (size is { } known && kind is not ('g' or 'K')) _left = known;
            SetPadding();
            if (kind is not ('0' or '\0' or '7')) // a folder, a link, a device, or words about the next one: nothing to read
            {
                if (kind is not ('g' or 'K')) (name, size) = (null, null);
                continue;
            }
            Name = name ?? HeaderName();
            return true;
        }
    }

    /// <summary>The bytes of the file that was reached.</summary>
    /// <exception cref="InvalidDataException">There are more than <paramref name="most"/>, or the archive ends before them.</exception>
    public byte[] Content(int most)
    {
        if (_left > most) throw new InvalidDataException($"A file of {_left} bytes, where at most {most} are read.");
        using var content = new MemoryStream();
        for (; _left > 0; _left -= Math.Min(Block, _left))
        {
            int part = (int)Math.Min(Block, _left);
            archive.ReadExactly(_block, 0, part);
            content.Write(_block, 0, part);
        }
        return content.ToArray();
    }

    void Skip()
    {
        for (long left = checked(_left + _padding); left > 0; left -= Math.Min(Block, left)) archive.ReadExactly(_block, 0, (int)Math.Min(Block, left));
        (_left, _padding) = (0, 0);
    }

    void SetPadding()
    {
        if (_left is < 0 or > long.MaxValue - Block) throw new InvalidDataException("A file of an impossible size.");
        _padding = (Block - (_left % Block)) % Block;
    }

    /// <summary>Reads a header; false at two blocks of zeros, or where the bytes end between two files.</summary>
    bool TryReadHeader()
    {
        for (int zeros = 0; zeros < 2; zeros++)
        {
            int read = archive.ReadAtLeast(_block, Block, throwOnEndOfStream: false);
            if (read == 0) return false;
            if (read < Block) throw new InvalidDataException("The archive ends within a header.");
            if (!_block.AsSpan().ContainsAnyExcept((byte)0)) continue;
            long sum = 8 * ' ';
            for (int i = 0; i < Block; i++) sum += i is >= 148 and < 156 ? 0 : _block[i];
            return sum == Number(_block.AsSpan(148, 8)) ? true : throw new InvalidDataException("A header whose checksum does not fit.");
        }
        return false;
    }

    /// <summary>A number in octal digits, or in bytes where the first one has its highest bit set.</summary>
    static long Number(ReadOnlySpan<byte> field)
    {
        long number = 0;
        if (field[0] >= 0x80)
        {
            if (field[0] != 0x80 || field[1..4].ContainsAnyExcept((byte)0) || field[4] >= 0x80) throw new InvalidDataException("A number out of range.");
            foreach (byte digit in field[4..]) number = (number << 8) | digit;
            return number;
        }
        foreach (byte digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7') throw new InvalidDataException("A number that is not octal.");
            number = (number << 3) | (uint)(digit - '0');
        }
        return number;
    }

    string HeaderName()
    {
        string name = Text(_block.AsSpan(0, 100));
        return _block.AsSpan(257, 6).SequenceEqual("ustar\0"u8) && _block[345] != 0 ? $"{Text(_block.AsSpan(345, 155))}/{name}" : name;
    }

    static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is var end and >= 0 ? bytes[..end] : bytes);

    /// <summary>The name and size in lines like <c>18 path=some/file\n</c>, the length of the line first.</summary>
    static (string? Name, long? Size) Extended(ReadOnlySpan<byte> lines, string? name, long? size)
    {
        while (!lines.IsEmpty)
        {
            int blank = lines.IndexOf((byte)' ');
            if (blank < 1 || !int.TryParse(lines[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length <= blank + 1 || length > lines.Length || lines[length - 1] != '\n')
                throw new InvalidDataException("Words about a file that are not as long as they say.");
            ReadOnlySpan<byte> line = lines[(blank + 1)..(length - 1)];
            if (line.StartsWith("path="u8)) name = Text(line["path="u8.Length..]);
            else if (line.StartsWith("size="u8)) size = long.TryParse(line["size="u8.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : throw new InvalidDataException("A size that is no number.");
            lines = lines[length..];
        }
        return (name, size);
    }
}
