using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Unfold.Text.Tests.Downloads;

/// <summary>A server on loopback that answers every request as a test wants, byte for byte: the first one by the first answer, all later ones by the last.</summary>
sealed class RawServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Func<RawRequest, Stream, Task>[] _answers;
    readonly ConcurrentQueue<RawRequest> _requests = new();
    readonly List<Task> _answering = [];
    readonly List<TcpClient> _clients = [];
    readonly Task _serving;

    public RawServer(params Func<RawRequest, Stream, Task>[] answers)
    {
        _answers = answers;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public Uri File => new(Address, "file.csv");

    public RawRequest[] Requests => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (TcpClient client in _clients) client.Dispose();
        await _serving;
        await Task.WhenAll(_answering);
    }

    async Task ServeAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return; // the test is over
            }
            _clients.Add(client);
            _answering.Add(AnswerAsync(client));
        }
    }

    async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                NetworkStream stream = client.GetStream();
                if (await RawRequest.ReadAsync(stream) is not { } request) return;
                _requests.Enqueue(request);
                await _answers[Math.Min(_requests.Count, _answers.Length) - 1](request, stream);
                client.Client.Shutdown(SocketShutdown.Send);
                while (await stream.ReadAsync(new byte[256]) > 0)
                {
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            return; // the client went away, or the test is over
        }
    }
}
