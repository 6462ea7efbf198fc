using System.Net;
using System.Security.Cryptography;

namespace Unfold.Text.Tests.Downloads;

/// <summary>Servers that lie, fail, stall or lead astray.</summary>
public sealed class BadServerTests : IDisposable
{
    readonly DownloadRig _rig = new();

    public void Dispose() => _rig.Dispose();

    static TimeSpan[] Seconds(params int[] seconds) => [.. seconds.Select(one => TimeSpan.FromSeconds(one))];

    [Fact]
    public async Task Get_WrongBytes_KeepsNothingAndAsksOnce()
    {
        byte[] wrong = [.. Answers.Content];
        wrong[7] ^= 1;
        await using var server = new RawServer(Answers.Raw("200 OK", [$"Content-Length: {wrong.Length}"], wrong));
        var error = await Assert.ThrowsAsync<DamagedFileException>(() => _rig.Get(server.File));
        Assert.Equal($"{server.File}: expected a file with SHA-256 {DownloadRig.Sha256}, got {Convert.ToHexStringLower(SHA256.HashData(wrong))}. " +
            $"The file has changed or was damaged on its way; nothing was kept. Try again later or put the file at {_rig.FilePath} yourself.", error.Message);
        Assert.Single(server.Requests);
        Assert.Empty(_rig.Left);
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(1_000_000_000)]
    public async Task Get_WrongLengthAnnounced_TakesNoByte(long announced)
    {
        await using var server = new RawServer(Answers.Raw("200 OK", [$"Content-Length: {announced}"], Answers.Content));
        var error = await Assert.ThrowsAsync<DamagedFileException>(() => _rig.Get(server.File));
        Assert.Equal($"{server.File}: expected a file of 300,000 bytes, got one of {announced:N0}. The file has changed; nothing was kept. " +
            $"Try again later or put the file at {_rig.FilePath} yourself.", error.Message);
        Assert.Empty(_rig.Left);
    }

    [Fact]
    public async Task Get_MoreThanTheFileWithoutAnEnd_StopsAtItsSize()
    {
        long most = 0;
        await using var server = new RawServer(async (request, stream) =>
        {
            await Answers.Raw("200 OK", [], Answers.Content)(request, stream);
            for (int i = 0; i < 1000; i++) await stream.WriteAsync(new byte[100_000]);
        });
        var error = await Assert.ThrowsAsync<DamagedFileException>(() => _rig.Get(server.File, heard: report => most = Math.Max(most, report.Bytes)));
        Assert.StartsWith($"{server.File}: expected a file of 300,000 bytes, got more. The file has changed; nothing was kept.", error.Message, StringComparison.Ordinal);
        Assert.InRange(most, 1, 300_000);
        Assert.Empty(_rig.Left);
    }

    [Fact]
    public async Task Get_LessWithoutALength_IsNotTakenForTheWhole()
    {
        await using var server = new RawServer(Answers.Raw("200 OK", ["ETag: \"v1\""], Answers.Content.AsMemory(0, 1000)), Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal([$"{server.File}: the connection ended early; trying again in 1 s."], _rig.Troubles);
    }

    [Fact]
    public async Task Get_ServerInTrouble_TriesAgainWithDoubledWaits()
    {
        await using var server = new RawServer(
            Answers.Status("500 Internal Server Error"), Answers.Status("502 Bad Gateway"), Answers.Status("503 Service Unavailable"), Answers.Status("504 Gateway Timeout"), Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal(Seconds(1, 2, 4, 8), _rig.Clock.Waits);
    }

    [Fact]
    public async Task Get_ServerThatStaysInTrouble_GivesUpAfterFiveTries()
    {
        await using var server = new RawServer(Answers.Status("503 Service Unavailable"));
        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(server.File));
        Assert.Equal($"{server.File}: expected to fetch set/file.csv, got \"503 (Service Unavailable)\" 5 times. Check the connection, or put the file at {_rig.FilePath} yourself.", error.Message);
        Assert.Equal(5, server.Requests.Length);
        Assert.Empty(_rig.Left);
    }

    [Theory]
    [InlineData("Retry-After: 17")]
    [InlineData("Retry-After: Fri, 02 Jan 2026 03:04:22 GMT")] // 17 s after what the clock says
    public async Task Get_ServerThatNamesATime_WaitsAsLong(string header)
    {
        await using var server = new RawServer(Answers.Status("503 Service Unavailable", header), Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal(Seconds(17), _rig.Clock.Waits);
    }

    [Fact]
    public async Task Get_ServerThatAsksForAnHour_IsNotAskedAgain()
    {
        await using var server = new RawServer(Answers.Status("429 Too Many Requests", "Retry-After: 3600"));
        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(server.File));
        Assert.Contains("got \"429 (Too Many Requests)\", to be asked again in 3600 s.", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Get_FlakyConnectionThatBringsEnough_GoesOnBeyondTheTries()
    {
        using var rig = new DownloadRig { Options = new() { Tries = 2, Enough = 10_000 } };
        await using var server = new RawServer((request, stream) => Answers.Raw(
            request.From == 0 ? "200 OK" : "206 Partial Content",
            ["ETag: \"v1\"", $"Content-Length: {Answers.Content.Length - request.From}", $"Content-Range: bytes {request.From}-{Answers.Content.Length - 1}/{Answers.Content.Length}"],
            Answers.Content.AsMemory(request.From, Math.Min(50_000, Answers.Content.Length - request.From)))(request, stream));
        Assert.Equal(Answers.Content, await rig.Get(server.File));
        Assert.Equal(6, server.Requests.Length);
        Assert.All(rig.Clock.Waits, wait => Assert.Equal(TimeSpan.FromSeconds(1), wait));
    }

    [Theory]
    [InlineData(false)] // no answer at all
    [InlineData(true)] // some bytes, then nothing
    public async Task Get_ServerThatStalls_IsLeftAndAskedAnew(bool withBytes)
    {
        var stalled = new TaskCompletionSource();
        await using var server = new RawServer(
            async (request, stream) =>
            {
                if (withBytes) await Answers.Cut(100_000)(request, stream);
                stalled.SetResult();
                _ = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false); // until the client goes away
            },
            Answers.Good());
        Task<byte[]> getting = _rig.Get(server.File);
        await stalled.Task;
        _rig.Clock.Stall();
        Assert.Equal(Answers.Content, await getting);
        Assert.Equal([$"{server.File}: no byte came for 30 s; trying again in 1 s."], _rig.Troubles);
        Assert.Equal(2, server.Requests.Length);
    }

    [Fact]
    public async Task Get_NobodyListens_SaysSoAfterFiveTries()
    {
        Uri nobody;
        await using (var server = new RawServer(Answers.Good())) nobody = server.File;
        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(nobody));
        Assert.Contains("refused", error.Message, StringComparison.Ordinal);
        Assert.Equal(Seconds(1, 2, 4, 8), _rig.Clock.Waits);
    }

    [Fact]
    public async Task Get_RedirectWithinTheScheme_IsFollowed()
    {
        await using var server = new RawServer(Answers.Status("302 Found", "Location: /elsewhere"), Answers.Status("308 Permanent Redirect", "Location: there"), Answers.Good());
        Assert.Equal(Answers.Content, await _rig.Get(server.File));
        Assert.Equal(["GET /file.csv HTTP/1.1", "GET /elsewhere HTTP/1.1", "GET /there HTTP/1.1"], server.Requests.Select(request => request.Line));
    }

    [Fact]
    public async Task Get_RedirectsInACircle_EndAfterFive()
    {
        await using var server = new RawServer(Answers.Status("302 Found", "Location: /file.csv"));
        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(server.File));
        Assert.Contains($"got \"more than 5 redirects, the last one to {server.File}\".", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, server.Requests.Length);
    }

    [Theory]
    [InlineData("file:///etc/hostname")]
    [InlineData("ftp://127.0.0.1/file.csv")]
    [InlineData("https://127.0.0.1/file.csv")]
    [InlineData("data:text/plain,hello")]
    public async Task Get_RedirectToAnotherScheme_IsNotFollowed(string to)
    {
        await using var server = new RawServer(Answers.Status("302 Found", "Location: " + to));
        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(server.File));
        Assert.Equal($"{server.File}: expected to fetch set/file.csv, got \"a redirect from http to {to}, which is not followed\". Check the connection, or put the file at {_rig.FilePath} yourself.", error.Message);
        Assert.Single(server.Requests);
        Assert.Empty(_rig.Left);
    }

    [Fact]
    public async Task Get_RedirectFromHttpsToHttp_AsksThereNothing()
    {
        await using var server = new RawServer(Answers.Good());
        var secure = new Redirecting(server.File);
        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(new Uri("https://localhost/file.csv"), secure));
        Assert.Contains($"a redirect from https to {server.File}, which is not followed", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, secure.Requests);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Get_RedirectWithoutAPlace_SaysSo()
    {
        await using var server = new RawServer(Answers.Status("301 Moved Permanently"));
        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(server.File));
        Assert.Contains("got \"a redirect that does not say where to\".", error.Message, StringComparison.Ordinal);
    }

    sealed class Redirecting(Uri to) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = to } });
        }
    }
}
