using System.Security.Cryptography;

namespace Unfold.Text.Tests.Downloads;

public sealed class DataDownloaderTests : IDisposable
{
    readonly DownloadRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Get_MissingFile_FetchesItOnce()
    {
        await using var server = new RawServer(Answers.Good());
        var heard = new List<long>();
        Assert.Equal(Answers.Content, await _rig.Get(server.File, heard: report => heard.Add(report.Bytes)));
        Assert.Equal(Answers.Content.Length, heard[^1]);
        Assert.Equal(heard.Count, _rig.Clock.Postponed);
        await _rig.Get(server.File);
        Assert.Single(server.Requests);
        Assert.Empty(_rig.Troubles);
        Assert.Equal(["file.csv"], _rig.Left);
        Assert.Empty(DataDownloader.Verify(DownloadSet.Of(null, Answers.Content.Length, DownloadRig.Sha256), _rig.Root));
    }

    [Fact]
    public async Task Get_ServerWithoutTheFile_SaysWhatItAnsweredAtOnce()
    {
        await using var server = new RawServer(Answers.Status("404 Not Found"));
        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(server.File));
        Assert.Equal($"{server.File}: expected to fetch set/file.csv, got \"404 (Not Found)\". Check the connection, or put the file at {_rig.FilePath} yourself.", error.Message);
        Assert.Single(server.Requests);
        Assert.Empty(_rig.Left);
    }

    [Fact]
    public async Task Get_FileWithoutAddress_SaysWhereToPutIt()
    {
        using var downloader = new DataDownloader();
        var error = await Assert.ThrowsAsync<DataException>(() => downloader.GetAsync(DownloadSet.Of(null, 1, DownloadRig.Sha256), _rig.Root));
        Assert.Equal($"{_rig.FilePath}: expected a file of the data set set, got no such file. It has no download address here: put it there yourself " +
            "(from its makers), or name the folder that has it with --data-dir or UNFOLD_DATA.", error.Message);
    }

    [Fact]
    public async Task Get_FolderThatCannotBeMade_SaysSo()
    {
        await File.WriteAllTextAsync(Path.Combine(_rig.Root, "set"), "a file in the folder's place");
        await using var server = new RawServer(Answers.Good());
        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(server.File));
        Assert.StartsWith($"{_rig.FilePath}: expected to write 300,000 bytes, got \"", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("\". Check the folder, its rights and the space left; what came so far is kept.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_ChangedFile_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("set/file.csv", "other");
        string got = Convert.ToHexStringLower(SHA256.HashData("other"u8));
        Assert.Equal(
            [$"{path}: expected SHA-256 {DownloadRig.Sha256}, got {got}. It is another version of the file or is damaged."],
            DataDownloader.Verify(DownloadSet.Of(null, 5, DownloadRig.Sha256), folder.Root));
    }
}
