using System.Net;
using System.Net.Sockets;

namespace Unfold.Text.Tests.Downloads;

/// <summary>Servers that a connection to does not come about.</summary>
public sealed class ConnectingTests : IDisposable
{
    readonly DownloadRig _rig = new() { Options = new DownloadOptions { Connect = TimeSpan.FromMilliseconds(50) } };

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Get_ConnectionThatDoesNotComeAbout_IsLeftAfterItsTimeAndTriedAnew()
    {
        int connections = 0;
        using SocketsHttpHandler handler = FileRequest.NewHandler(_rig.Options);
        handler.ConnectCallback = async (_, cancellation) =>
        {
            connections++;
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException("unreachable");
        };

        var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(new Uri("http://127.0.0.1:9/file.csv"), handler));

        Assert.Equal(Sentence(9), error.Message);
        Assert.Equal(5, connections);
        Assert.Equal([1, 2, 4, 8], _rig.Clock.Waits.Select(wait => wait.TotalSeconds));
        Assert.Empty(_rig.Left);
    }

    /// <summary>A queue of connections that nobody takes is full after a few: Linux lets those behind it wait, other systems refuse them.</summary>
    [Fact]
    public async Task Get_ServerThatTakesNoConnection_IsLeftAfterItsTime()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        Socket[] others = [.. Enumerable.Range(0, 8).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false })];
        try
        {
            foreach (Socket other in others) _ = other.ConnectAsync(IPAddress.Loopback, port);

            var error = await Assert.ThrowsAsync<DataException>(() => _rig.Get(new Uri($"http://127.0.0.1:{port}/file.csv")));

            Assert.Equal(Sentence(port), error.Message);
        }
        finally
        {
            foreach (Socket other in others) other.Dispose();
        }
    }

    string Sentence(int port) => $"http://127.0.0.1:{port}/file.csv: expected to fetch set/file.csv, got \"no connection came about for 0.05 s\" 5 times. Check the connection, or put the file at {_rig.FilePath} yourself.";
}
