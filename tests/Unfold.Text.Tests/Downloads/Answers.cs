using System.Text;

namespace Unfold.Text.Tests.Downloads;

/// <summary>Ways to answer a request for a file.</summary>
static class Answers
{
    public static byte[] Content { get; } = [.. Enumerable.Range(0, 300_000).Select(i => (byte)((i * 31) ^ (i >> 8)))];

    /// <summary>Status line, headers, body.</summary>
    public static Func<RawRequest, Stream, Task> Raw(string status, string[] headers, ReadOnlyMemory<byte> body = default) => async (_, stream) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Connection: close\r\n\r\n"));
        await stream.WriteAsync(body);
    };

    public static Func<RawRequest, Stream, Task> Status(string status, params string[] headers) => Raw(status, [.. headers, "Content-Length: 0"]);

    /// <summary>As a good server does: the part that is asked for where the version is the one asked for, else all.</summary>
    public static Func<RawRequest, Stream, Task> Good(string tag = "\"v1\"") => (request, stream) =>
        request.From > 0 && (request.IfRange is null || request.IfRange == tag) ? Part(request.From, tag)(request, stream) : Whole(tag)(request, stream);

    public static Func<RawRequest, Stream, Task> Whole(string tag = "\"v1\"") => Raw("200 OK", [$"ETag: {tag}", $"Content-Length: {Content.Length}"], Content);

    public static Func<RawRequest, Stream, Task> Part(int from, string tag) =>
        Raw("206 Partial Content", [$"ETag: {tag}", $"Content-Length: {Content.Length - from}", $"Content-Range: bytes {from}-{Content.Length - 1}/{Content.Length}"], Content.AsMemory(from));

    /// <summary>Announces all (or the rest), sends some of it, and closes the connection.</summary>
    public static Func<RawRequest, Stream, Task> Cut(int bytes, string? version = "ETag: \"v1\"") => (request, stream) =>
    {
        string[] headers = version is null ? [$"Content-Length: {Content.Length}"] : [version, $"Content-Length: {Content.Length}"];
        return Raw("200 OK", headers, Content.AsMemory(0, bytes))(request, stream);
    };
}
