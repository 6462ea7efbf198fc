namespace Unfold.Text.Tests.Downloads;

/// <summary>A download that was cut off goes on where it was, and only where it may.</summary>
public sealed class ResumeTests : IDisposable
{
    readonly DownloadRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Get_ConnectionCutMidway_AsksForTheRestOfTheSameVersion()
    {
        await using var server = new RawServer(Answers.Cut(100_000), Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal([null, "bytes=100000-"], server.Requests.Select(request => request.Range));
        Assert.Equal("\"v1\"", server.Requests[1].IfRange);
        Assert.Equal([TimeSpan.FromSeconds(1)], _rig.Clock.Waits);
        Assert.Equal([$"{server.File}: the connection broke; trying again in 1 s."], _rig.Troubles);
        Assert.Equal(["file.csv"], _rig.Left);
    }

    [Fact]
    public async Task Get_VersionByDateOnly_AsksByDate()
    {
        const string Date = "Fri, 02 Jan 2026 03:04:05 GMT";
        await using var server = new RawServer(Answers.Cut(100_000, "Last-Modified: " + Date), Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal(Date, server.Requests[1].IfRange);
    }

    [Fact]
    public async Task Get_CutInOneProcess_GoesOnInTheNext()
    {
        using (var impatient = new DownloadRig { Options = new() { Tries = 1 } })
        {
            await using var cutting = new RawServer(Answers.Cut(100_000));
            var error = await Assert.ThrowsAsync<DataException>(() => impatient.Get(cutting.File));
            Assert.Equal($"{cutting.File}: expected to fetch set/file.csv, got \"the connection broke\". 100,000 of 300,000 bytes are kept, and the next download goes on from there. " +
                $"Check the connection, or put the file at {impatient.FilePath} yourself.", error.Message);
            Assert.Equal(["file.csv.part", "file.csv.part.tag"], impatient.Left);

            await using var server = new RawServer(Answers.Good());
            Assert.Equal(Answers.Content, await impatient.Get(server.File));
            Assert.Equal("bytes=100000-", Assert.Single(server.Requests).Range);
            Assert.Equal(["file.csv"], impatient.Left);
        }
    }

    [Fact]
    public async Task Get_PartOfAnotherFile_BeginsAnew()
    {
        Leave(new string('0', 64), Answers.Content[..1000]);
        await using var server = new RawServer(Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Null(Assert.Single(server.Requests).Range);
    }

    [Fact]
    public async Task Get_PartThatIsWhole_AsksNobody()
    {
        Leave(DownloadRig.Sha256, Answers.Content);
        await using var server = new RawServer(Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Get_PartWithDamagedBytes_IsFetchedAnew()
    {
        byte[] damaged = Answers.Content[..1000];
        damaged[500] ^= 1;
        Leave(DownloadRig.Sha256, damaged);
        await using var server = new RawServer(Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal(["bytes=1000-", null], server.Requests.Select(request => request.Range));
        Assert.Equal([$"{server.File}: what was there before did not fit what came now; trying again in 1 s."], _rig.Troubles);
    }

    [Fact]
    public async Task Get_ServerThatKnowsNoRanges_TakesTheWholeAnew()
    {
        await using var server = new RawServer(Answers.Cut(100_000), Answers.Whole());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal(2, server.Requests.Length);
    }

    [Fact]
    public async Task Get_AnotherVersionOnResume_MixesNothing()
    {
        await using var server = new RawServer(Answers.Cut(100_000, "ETag: \"old\""), Answers.Part(100_000, "\"v1\""), Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal([null, "bytes=100000-", null], server.Requests.Select(request => request.Range));
        Assert.Equal($"{server.File}: the server sent another part or version than it was asked for; trying again in 2 s.", _rig.Troubles[1]);
    }

    [Theory]
    [InlineData("206 Partial Content", "Content-Range: bytes 0-299999/300000")]
    [InlineData("206 Partial Content", "Content-Range: bytes 100000-299999/400000")]
    [InlineData("206 Partial Content", "X-None: 1")]
    [InlineData("416 Range Not Satisfiable", "Content-Range: bytes */50")]
    public async Task Get_AnotherPartThanAskedFor_BeginsAnew(string status, string header)
    {
        await using var server = new RawServer(Answers.Cut(100_000), Answers.Raw(status, ["ETag: \"v1\"", header, "Content-Length: 200000"], new byte[200_000]), Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal([null, "bytes=100000-", null], server.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Get_Cancelled_KeepsWhatIsThere()
    {
        await using var server = new RawServer(Answers.Good());
        using var stop = new CancellationTokenSource();
        long asked = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Get(server.File, cancellation: stop.Token, heard: report =>
        {
            if (asked == 0 && report.Bytes > 0) asked = report.Bytes;
            stop.Cancel();
        }));
        Assert.Equal(asked, new FileInfo(_rig.PartPath).Length);
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal($"bytes={asked}-", server.Requests[^1].Range);
    }

    [Fact]
    public async Task Get_WhileAnotherDownloadHasTheFile_SaysSo()
    {
        await using var server = new RawServer(Answers.Good());
        Directory.CreateDirectory(Path.GetDirectoryName(_rig.FilePath)!);
        await using var other = new FileStream(_rig.PartPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(server.File));
        Assert.Contains("Another download of the same file may be running: wait for it, or name another folder with --data-dir.", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    void Leave(string sha256, byte[] part)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_rig.FilePath)!);
        File.WriteAllBytes(_rig.PartPath, part);
        File.WriteAllLines(_rig.PartPath + ".tag", [sha256, "\"v1\""]);
    }
}
