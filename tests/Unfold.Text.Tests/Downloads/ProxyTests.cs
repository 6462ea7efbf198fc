using System.Diagnostics;

namespace Unfold.Text.Tests.Downloads;

/// <summary>The proxies that the environment names, each time in a process of its own.</summary>
public sealed class ProxyTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    string FilePath => Path.Combine(_folder.Root, "set", "file.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Get_HttpProxy_GoesThroughItAlone()
    {
        await using var proxy = new RawServer(Answers.Good());
        (int code, string said) = await Fetch("http://data.invalid/file.csv", ("HTTP_PROXY", proxy.Address));
        Assert.True(code == 0, said);
        Assert.Equal("GET http://data.invalid/file.csv HTTP/1.1", Assert.Single(proxy.Requests).Line);
        Assert.Equal(Answers.Content, await File.ReadAllBytesAsync(FilePath));
    }

    [Fact]
    public async Task Get_HttpsProxyThatRefuses_DoesNotGoAroundIt()
    {
        await using var proxy = new RawServer(Answers.Status("403 Forbidden"));
        (int code, string said) = await Fetch("https://data.invalid/file.csv", ("HTTPS_PROXY", proxy.Address));
        Assert.Equal(2, code);
        Assert.Contains("403", said, StringComparison.Ordinal);
        Assert.Equal("CONNECT data.invalid:443 HTTP/1.1", Assert.Single(proxy.Requests).Line);
    }

    [Fact]
    public async Task Get_HostThatNeedsNoProxy_IsAskedItself()
    {
        await using var proxy = new RawServer(Answers.Good());
        await using var server = new RawServer(Answers.Good());
        (int code, string said) = await Fetch(server.File.ToString(), ("HTTP_PROXY", proxy.Address), ("NO_PROXY", "127.0.0.1"));
        Assert.True(code == 0, said);
        Assert.Empty(proxy.Requests);
        Assert.Single(server.Requests);
    }

    async Task<(int Code, string Said)> Fetch(string address, params (string Name, object Value)[] environment)
    {
        string[] arguments = [typeof(ProxyTests).Assembly.Location, _folder.Root, address, $"{Answers.Content.Length}", DownloadRig.Sha256];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (string name in (string[])["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"]) start.Environment.Remove(name);
        foreach ((string name, object value) in environment) start.Environment[name] = value.ToString();
        using Process process = Process.Start(start)!;
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }
}
