using System.Formats.Tar;
using System.IO.Compression;
using Unfold.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>Packed files that unpack to a thousand times their size are refused at a hundred times (and 16 MB in any case): a few megabytes of memory, whatever they hold.</summary>
public sealed class BombTests : IDisposable
{
    const long Bound = 64L << 20;
    static readonly byte[] Zeros = new byte[1 << 20];
    static readonly byte[] Blanks = [.. Enumerable.Repeat((byte)' ', 1 << 20)];
    readonly string _folder = Directory.CreateTempSubdirectory("unfold-bombs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Csv_GzipBombOfShortRows_IsRefused()
    {
        byte[] rows = [.. Enumerable.Repeat("a,b\n"u8.ToArray(), 1 << 18).SelectMany(row => row)];
        string path = Stretch.Write(In("a.csv.gz"), "text,label\n"u8, rows, 40, ""u8, packed: true);

        Assert.Equal(Sentence(path), Stretch.Refuses<DamagedFileException>(2L << 30, () => new CsvSource(path).Read()).Message);
    }

    [Fact]
    public void Csv_GzipBombOfBlankLines_IsRefused()
    {
        string path = Stretch.Write(In("a.csv.gz"), "text,label\n"u8, [.. Enumerable.Repeat((byte)'\n', 1 << 20)], 40, ""u8, packed: true);

        Assert.StartsWith($"{path}: expected ", Stretch.Refuses<UnfoldException>(Bound, () => new CsvSource(path).Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_GzipBombOfComments_AreRefused()
    {
        string path = Stretch.Write(In("a.conllu.gz"), ""u8, [.. Enumerable.Repeat("#\n"u8.ToArray(), 1 << 19).SelectMany(line => line)], 40, ""u8, packed: true);

        Assert.Equal(Sentence(path), Stretch.Refuses<DamagedFileException>(2L << 30, () => new ConlluSource(path).Read()).Message);
    }

    [Fact]
    public void Vectors_GzipBombOfBlanks_AreRefused()
    {
        string path = Stretch.Write(In("v.gz"), "100000000 100\n"u8, Blanks, 40, ""u8, packed: true);

        Assert.Equal(Sentence(path), Stretch.Refuses<DamagedFileException>(2L << 30, () => WordVectors.Read(path, format: VectorFormat.Binary)).Message);
    }

    [Fact]
    public void Archive_BombOfZeros_IsRefused()
    {
        string path = Archive(tar =>
        {
            for (int i = 0; i < 40; i++) Add(tar, $"aclImdb/other/{i}.bin", Zeros);
        });

        Assert.Equal(Sentence(path), Stretch.Refuses<DamagedFileException>(Bound, () => new ImdbSource(path, "train").Read()).Message);
    }

    [Fact]
    public void Archive_WithoutAnEnd_IsRefused()
    {
        byte[] header = Unpacked(Archive(tar => Add(tar, "aclImdb/other/x.txt", [])))[..512];
        string path = Stretch.Write(In("endless.tar.gz"), ""u8, [.. Enumerable.Repeat(header, 2048).SelectMany(one => one)], 64, ""u8, packed: true);

        Assert.Equal(Sentence(path), Stretch.Refuses<DamagedFileException>(Bound, () => new ImdbSource(path, "train").Read()).Message);
    }

    [Fact]
    public void Archive_OneReviewOfManyMegabytes_IsRefused()
    {
        string path = Archive(tar => Add(tar, "aclImdb/train/pos/1_9.txt", [.. Enumerable.Range(0, (16 << 20) + 1).Select(i => (byte)(i * 7919 >> 5))]));

        Assert.Contains("expected a complete tar.gz archive", Stretch.Refuses<DamagedFileException>(Bound, () => new ImdbSource(path, "train").Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_TextThatPacksWell_IsRead()
    {
        string path = Stretch.Write(In("a.csv.gz"), "text,label\n"u8, "the soup was good,1\nthe soup was bad,0\n"u8.ToArray(), 40_000, ""u8, packed: true);

        Assert.Equal(80_000, new CsvSource(path).Read().Count);
    }

    [Fact]
    public void Packed_ManyFalseHeadersAndACutEnd_IsRefusedSoon()
    {
        byte[] file = [.. File.ReadAllBytes(Stretch.Write(In("a.csv.gz"), "text,label\n"u8, "a,b\n"u8.ToArray(), 1000, ""u8, packed: true)), .. Enumerable.Repeat((byte[])[0x1F, 0x8B, 8], 2_000_000).SelectMany(three => three)];
        File.WriteAllBytes(In("a.csv.gz"), file);

        Assert.Equal($"{In("a.csv.gz")}: expected a complete gzip file, got damaged or cut-off data. Fetch the file again.", Stretch.Refuses<DamagedFileException>(256L << 20, () => new CsvSource(In("a.csv.gz")).Read()).Message);
    }

    static string Sentence(string path)
    {
        long length = new FileInfo(path).Length;
        long megabytes = Math.Max(16, length * 100 >> 20);
        return $"{path}: expected a packed file that unpacks to at most 100 times its size, got more than {megabytes} MB out of {length:N0} bytes. " +
            "Files that are made to fill memory look so; if you trust it, unpack it and name the unpacked file.";
    }

    string Archive(Action<TarWriter> write)
    {
        string path = In("a.tar.gz");
        using var tar = new TarWriter(new GZipStream(File.Create(path), CompressionLevel.Optimal));
        write(tar);
        return path;
    }

    static void Add(TarWriter tar, string name, byte[] bytes) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });

    static byte[] Unpacked(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    string In(string name) => Path.Combine(_folder, name);
}
