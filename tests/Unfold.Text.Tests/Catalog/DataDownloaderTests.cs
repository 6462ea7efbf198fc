using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Unfold.Text.Tests;

public sealed class DataDownloaderTests : IDisposable
{
    static readonly byte[] Content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("text,label\n", 20_000)));
    readonly TemporaryFolder _folder = new();
    readonly HttpListener _server = new();
    readonly HttpClient _client = new();
    readonly Uri _address;
    readonly Task _serving;

    public DataDownloaderTests()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _address = new($"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }
        _server.Prefixes.Add(_address.ToString());
        _server.Start();
        _serving = Serve();
    }

    public void Dispose()
    {
        _server.Close();
        _client.Dispose();
        _folder.Dispose();
    }

    async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await _server.GetContextAsync();
                if (context.Request.Url!.AbsolutePath == "/file.csv") await context.Response.OutputStream.WriteAsync(Content);
                else context.Response.StatusCode = 404;
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            return; // the test is over
        }
    }

    DataSet Set(string sha256, string? address) => new()
    {
        Name = "set", Title = "t", Task = "t", Source = "its makers", Licence = "l", Size = "s", Notes = "n",
        Files = [new("set/file.csv", Content.Length, sha256, address is null ? null : new Uri(_address, address))],
    };

    static string Right => Convert.ToHexStringLower(SHA256.HashData(Content));

    string FilePath => Path.Combine(_folder.Root, "set", "file.csv");

    [Fact]
    public async Task Get_MissingFile_FetchesItOnce()
    {
        var set = Set(Right, "file.csv");
        var progress = new Recorder();
        Assert.Equal(set.Files, await new DataDownloader(_client).GetAsync(set, _folder.Root, progress));
        Assert.Equal(Content, await File.ReadAllBytesAsync(FilePath));
        Assert.Equal(Content.Length, progress.Last);
        Assert.Empty(await new DataDownloader(_client).GetAsync(set, _folder.Root));
        Assert.Empty(DataDownloader.Verify(set, _folder.Root));
        Assert.False(_serving.IsFaulted);
    }

    [Fact]
    public async Task Get_WrongChecksum_KeepsNothing()
    {
        string wrong = new('0', 64);
        var error = await Assert.ThrowsAsync<DamagedFileException>(() => new DataDownloader(_client).GetAsync(Set(wrong, "file.csv"), _folder.Root));
        Assert.Equal($"{_address}file.csv: expected a file with SHA-256 {wrong}, got {Right}. The file has changed or was cut off; nothing was kept. " +
            $"Try again later or put the file at {FilePath} yourself.", error.Message);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(FilePath)!));
    }

    [Fact]
    public async Task Get_ServerWithoutTheFile_SaysWhatItAnswered()
    {
        var error = await Assert.ThrowsAsync<DataException>(() => new DataDownloader(_client).GetAsync(Set(Right, "none"), _folder.Root));
        Assert.Equal($"{_address}none: expected to fetch set/file.csv, got \"Response status code does not indicate success: 404 (Not Found).\". " +
            $"Check the connection and the folder, or put the file at {FilePath} yourself.", error.Message);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(FilePath)!));
    }

    [Fact]
    public async Task Get_FileWithoutAddress_SaysWhereToPutIt()
    {
        var error = await Assert.ThrowsAsync<DataException>(() => new DataDownloader(_client).GetAsync(Set(Right, null), _folder.Root));
        Assert.Equal($"{FilePath}: expected a file of the data set set, got no such file. It has no download address here: put it there yourself " +
            "(from its makers), or name the folder that has it with --data-dir or UNFOLD_DATA.", error.Message);
    }

    [Fact]
    public void Verify_ChangedFile_SaysSo()
    {
        string path = _folder.Write("set/file.csv", "other");
        string got = Convert.ToHexStringLower(SHA256.HashData("other"u8));
        Assert.Equal([$"{path}: expected SHA-256 {Right}, got {got}. It is another version of the file or is damaged."], DataDownloader.Verify(Set(Right, null), _folder.Root));
    }

    sealed class Recorder : IProgress<(DataFile File, long Bytes)>
    {
        public long Last { get; private set; }

        public void Report((DataFile File, long Bytes) value) => Last = value.Bytes;
    }
}
