using System.Formats.Tar;
using System.IO.Compression;
using Unfold.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>Archives from strangers: nothing is ever unpacked to the disk, names do not lead out of the folder, sizes are not believed.</summary>
public sealed class ArchiveTests : IDisposable
{
    readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Archive_NamesAndLinksThatLeadOut_TouchNoFile()
    {
        string path = Write(tar =>
        {
            foreach (string name in (string[])["../x.txt", "../../x.txt", "../train/pos/1_9.txt", "/tmp/unfold-never/train/pos/2_9.txt", "a\\..\\..\\x.txt", new string('d', 300) + "/../../../../x.txt"])
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream("yours"u8.ToArray()) });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "aclImdb/train/pos/3_9.txt") { LinkName = "../x.txt" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "aclImdb/train/pos/4_9.txt") { LinkName = "/etc/hostname" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "../../aclImdb/train/pos/5_9.txt"));
        });
        _sandbox.Close();

        Corpus corpus = new ImdbSource(path, "train").Read();

        Assert.Equal([("yours", 1), ("yours", 2)], corpus.Rows.Select(row => (row.Text, row.Line)));
        Assert.Null(_sandbox.Trace());
        Assert.False(Directory.Exists("/tmp/unfold-never"));
    }

    [Fact]
    public void Archive_ReviewWithANegativeNumber_IsPassedOver()
    {
        string path = Write(tar =>
        {
            foreach ((string name, string text) in new[] { ("a/train/urls_pos.txt", "http://x/tt1/u\n"), ("a/train/pos/-1_9.txt", "no"), ("a/train/pos/0_9.txt", "yes"), ("a/train/pos/7_9.txt", "beyond the list") })
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) });
        });

        Assert.Equal([("yes", "tt1"), ("beyond the list", "")], new ImdbSource(path, "train").Read().Rows.Select(row => (row.Text, row.Group)));
    }

    [Theory]
    [InlineData("77777777777\0")]
    [InlineData("-1         \0")]
    [InlineData("\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF")]
    [InlineData("\u0080\0\0\0\u007F\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF")]
    public void Archive_SizeThatLies_IsDamaged(string size)
    {
        foreach (char kind in "0xLKg15")
        {
            string path = Write(tar => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "a/train/pos/1_9.txt") { DataStream = new MemoryStream("good"u8.ToArray()) }));
            byte[] tar = Unpacked(path);
            for (int i = 0; i < 12; i++) tar[124 + i] = (byte)size[i];
            tar[156] = (byte)kind;
            using ArchiveTarget target = ArchiveTarget.Tar();
            File.WriteAllBytes(path, Words.Pack(target.Seal(tar)));

            Assert.Equal(
                $"{path}: expected a complete tar.gz archive, got damaged or cut-off data. Fetch the file again.",
                Stretch.Refuses<DamagedFileException>(8 << 20, () => new ImdbSource(path, "train").Read()).Message);
        }
    }

    string Write(Action<TarWriter> write)
    {
        string path = _sandbox.In("a.tar.gz");
        using var tar = new TarWriter(new GZipStream(File.Create(path), CompressionLevel.Optimal));
        write(tar);
        return path;
    }

    static byte[] Unpacked(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }
}
