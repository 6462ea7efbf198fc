using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Unfold.Text.Tests;

public sealed class DataCatalogTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_Sets_AreDescribedAndNamedLikeTheirFolders()
    {
        Assert.Equal(["twitter", "imdb", "ag_news_csv", "ud_ewt", "glove", "sms_spam"], DataCatalog.All.Select(set => set.Name));
        Assert.All(DataCatalog.All.SelectMany(set => set.Files.Select(file => (set, file))), pair =>
        {
            Assert.StartsWith(pair.set.Name + "/", pair.file.Path, StringComparison.Ordinal);
            Assert.Matches("^[0-9a-f]{64}$", pair.file.Sha256);
        });
    }

    [Fact]
    public void Find_UnknownName_NamesTheNearest() => Assert.Equal(
        "Data: expected one of twitter, imdb, ag_news_csv, ud_ewt, glove, sms_spam, got \"ag_news\". Did you mean \"ag_news_csv\"?",
        Assert.Throws<DataException>(() => DataCatalog.Find("ag_news")).Message);

    [Fact]
    public void Open_MissingFile_SaysWhatToDo()
    {
        string path = Path.Combine(_folder.Root, "twitter", "twitter.csv");
        Assert.Equal($"{path}: expected a file of the data set twitter, got no such file. It has no download address here: put it there yourself " +
            "(from the Twitter Sentiment Analysis practice problem of Analytics Vidhya), or name the folder that has it with --data-dir or UNFOLD_DATA.",
            Assert.Throws<DataException>(() => DataCatalog.Find("twitter").Open(_folder.Root)).Message);
        Assert.False(DataCatalog.Find("twitter").IsPresent(_folder.Root));
    }

    [Fact]
    public void Open_PackedTwitter_IsFound()
    {
        _folder.WritePacked("twitter/twitter.csv.gz", "id,label,tweet\n1,0,hello\n");
        Assert.True(DataCatalog.Find("twitter").IsPresent(_folder.Root));
        Assert.Equal([new("hello", "0", 2)], DataCatalog.Find("twitter").Open(_folder.Root).Read().Rows);
    }

    [Fact]
    public void Open_NoLabelledTexts_SaysSo() => Assert.Equal("glove: expected a set of labelled texts, got word vectors. See its notes for how to use it.",
        Assert.Throws<DataException>(() => DataCatalog.Find("glove").Open(_folder.Root)).Message);

    [Fact]
    public void Open_UnknownPart_ListsTheParts() => Assert.Equal("imdb: expected one of the parts train, test, got \"dev\".",
        Assert.Throws<DataException>(() => DataCatalog.Find("imdb").Open(_folder.Root, "dev")).Message);

    [Fact]
    public void Imdb_Archive_GivesThePartInOrder()
    {
        string path = _folder.Write("imdb/aclImdb_v1.tar.gz", Archive(("train/pos/10_9.txt", "ten"), ("train/pos/2_7.txt", "two"), ("test/neg/0_1.txt", "no"), ("train/neg/0_2.txt", "bad"), ("train/urls_pos.txt", "-\n-\nhttp://www.imdb.com/title/tt0064354/usercomments\n")));
        Assert.Equal([new("bad", "neg", 0), new("two", "pos", 2, "tt0064354"), new("ten", "pos", 10)], DataCatalog.Find("imdb").Open(_folder.Root).Read().Rows);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.Equal($"{path}: expected a complete tar.gz archive, got damaged or cut-off data. Fetch the file again.",
            Assert.Throws<DamagedFileException>(() => new ImdbSource(path, "train").Read()).Message);
    }

    static byte[] Archive(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(new GZipStream(bytes, CompressionMode.Compress)))
        {
            foreach (var (name, text) in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "aclImdb/" + name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }
        return bytes.ToArray();
    }

    [Fact]
    public void Resolve_NamedFolder_MustBeThere()
    {
        Assert.Equal(_folder.Root, DataFolder.Resolve(_folder.Root));
        Assert.Equal("/nowhere/x: expected the data folder that --data-dir names, got no such folder. Make it, or correct --data-dir.",
            Assert.Throws<DataException>(() => DataFolder.Resolve("/nowhere/x")).Message);
        Assert.EndsWith(Path.Combine("unfold", "data"), DataFolder.CacheFolder(), StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_Corpus_CountsRowsClassesAndLengths()
    {
        var summary = CorpusSummary.Of(new Corpus([new("a b c", "x"), new("a", "y"), new("", "x"), new("a", "x")]), new WhitespaceTokenizer(), sample: 2);
        Assert.Equal((4, 1, 1, 3), (summary.Rows, summary.EmptyTexts, summary.RepeatedTexts, summary.Types));
        Assert.Equal((1.25, 1, 3, 3), (summary.MeanLength, summary.MedianLength, summary.Length95, summary.LongestLength));
        Assert.Equal([new("x", 3), new("y", 1)], summary.Labels);
        Assert.Equal(["a b c", ""], summary.Sample.Select(row => row.Text));
    }

    [Fact]
    public void RealSets_Files_AreTheOnesOfTheCatalog()
    {
        if (RealData.Folder is not { } folder) return;
        foreach (var set in DataCatalog.All)
        {
            Assert.True(set.IsPresent(folder), set.Name);
            Assert.Empty(DataDownloader.Verify(set, folder));
        }
        var sms = DataCatalog.Find("sms_spam").Open(folder).Read();
        Assert.Equal((4_827, 747), (sms.Rows.Count(row => row.Label == "ham"), sms.Rows.Count(row => row.Label == "spam")));
        Assert.Equal([11_418, 11_253, 11_322, 11_457], DataCatalog.Find("ag_news_csv").Open(folder).Read().Rows.CountBy(row => row.Label).OrderBy(pair => pair.Key).Select(pair => pair.Value));
        Assert.Equal(7_600, DataCatalog.Find("ag_news_csv").Open(folder, "test").Read().Count);
        var summary = CorpusSummary.Of(DataCatalog.Find("imdb").Open(folder).Read(), new WhitespaceTokenizer());
        Assert.Equal((25_000, 96), (summary.Rows, summary.RepeatedTexts));
        int[] films = [.. DataCatalog.Find("imdb").Open(folder).Read().Rows.CountBy(row => row.Group).Select(pair => pair.Value)];
        Assert.Equal((3_456, 30), (films.Length, films.Max()));
        Assert.Equal(233.7872, summary.MeanLength, 4);
    }
}
