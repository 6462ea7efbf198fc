using System.Formats.Tar;
using System.Text;
using Unfold.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>The archive of film reviews: attacked inside the packing (tar) and as it lies on the disk (tar.gz).</summary>
sealed class ArchiveTarget : FileTarget
{
    const int Block = 512, Checksum = 148;
    readonly bool _inside;

    ArchiveTarget(string name, bool inside)
        : base(name, "archive.tar.gz")
    {
        _inside = inside;
        byte[][] archives = [Make(TarEntryFormat.Ustar), Make(TarEntryFormat.Pax), Make(TarEntryFormat.Gnu)];
        Seeds = inside ? archives : [.. archives.Select(Tests.Words.Pack)];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Tests.Words.Of("../", "/tmp/x", "aclImdb/train/pos/1_9.txt", "00000000010\0", "77777777777\0", "-1", "ustar\0" + "00", "ustar  \0", "30 path=../../x\n", "99999999999 path=a\n", "11 size=-1\n"),
        new byte[Block], [.. "L"u8], [.. "K"u8], [.. "x"u8], [.. "g"u8], [.. "S"u8], [.. "1"u8], [.. "2"u8], [0x80, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ];

    public static ArchiveTarget Tar() => new("tar", inside: true);

    public static ArchiveTarget Packed() => new("tar-gz", inside: false);

    protected override byte[] Dress(byte[] bytes) => _inside ? Tests.Words.Pack(bytes) : bytes;

    protected override void Read(string path) => new ImdbSource(path, "train").Read();

    /// <summary>Gives every block that may be a header the checksum of its bytes, and packs what lies inside.</summary>
    public override byte[] Seal(byte[] bytes)
    {
        if (!_inside) return bytes;
        for (int at = 0; at + Block <= bytes.Length; at += Block)
        {
            Span<byte> header = bytes.AsSpan(at, Block);
            if (!header.Slice(257, 5).SequenceEqual("ustar"u8)) continue;
            header.Slice(Checksum, 8).Fill((byte)' ');
            int sum = 0;
            foreach (byte value in header) sum += value;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[Checksum..]);
        }
        return bytes;
    }

    static byte[] Make(TarEntryFormat format)
    {
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, format, leaveOpen: true))
        {
            foreach ((string name, string text) in new[] { ("aclImdb/train/neg/0_3.txt", "bad"), ("aclImdb/train/pos/12_9.txt", "good caf\u00E9") })
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, format == TarEntryFormat.Gnu ? new string('d', 110) + "/" + name : name),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
                writer.WriteEntry(entry);
            }
        }
        return stream.ToArray();
    }
}
