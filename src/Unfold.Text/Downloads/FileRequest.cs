using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Unfold.Text;

/// <summary>Asks a server for a file or the rest of it, and follows redirects within the same scheme.</summary>
sealed class FileRequest(HttpClient client, DownloadOptions options, TimeProvider clock)
{
    static readonly HttpStatusCode[] PassingStates =
    [
        HttpStatusCode.RequestTimeout, HttpStatusCode.TooManyRequests, HttpStatusCode.InternalServerError,
        HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout,
    ];

    /// <summary>The client it needs: redirects are followed by hand, proxies are those of the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY).</summary>
    public static SocketsHttpHandler NewHandler(DownloadOptions options) =>
        new() { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.Connect, MaxResponseDrainSize = 0 };

    /// <summary>The version mark of an answer: its strong entity tag, else its date.</summary>
    public static string? VersionOf(HttpResponseMessage answer) => answer.Headers.ETag is { IsWeak: false } tag
        ? tag.Tag
        : answer.Content.Headers.LastModified?.ToString("r", CultureInfo.InvariantCulture);

    /// <summary>The answer to a request for the bytes from an offset on: 200, 206 or 416.</summary>
    /// <exception cref="TransferException">There was no such answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(Uri address, long offset, string? version, CancellationToken cancellation)
    {
        Uri at = address;
        for (int redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            request.Headers.AcceptEncoding.ParseAdd("identity");
            if (offset > 0) request.Headers.Range = new RangeHeaderValue(offset, null);
            if (offset > 0 && version is not null && RangeConditionHeaderValue.TryParse(version, out var condition)) request.Headers.IfRange = condition;
            HttpResponseMessage answer = await AskAsync(request, cancellation);
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable) return answer;
            using (answer)
            {
                if (!IsRedirect(answer.StatusCode)) throw Refused(answer);
                at = Next(at, answer.Headers.Location);
            }
            if (redirects == options.MostRedirects) throw new TransferException($"more than {options.MostRedirects} redirects, the last one to {at}", passing: false);
        }
    }

    async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            throw new TransferException(string.Create(CultureInfo.InvariantCulture, $"no connection came about for {options.Connect.TotalSeconds:0.##} s"), passing: true, inner: exception);
        }
        catch (HttpRequestException exception)
        {
            bool passing = exception.StatusCode is null && exception.HttpRequestError is HttpRequestError.Unknown or HttpRequestError.NameResolutionError
                or HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError;
            throw new TransferException(exception.Message.TrimEnd('.'), passing, inner: exception);
        }
    }

    static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    static Uri Next(Uri at, Uri? to)
    {
        if (to is null) throw new TransferException("a redirect that does not say where to", passing: false);
        Uri next = new(at, to);
        return next.Scheme == at.Scheme ? next : throw new TransferException($"a redirect from {at.Scheme} to {next}, which is not followed", passing: false);
    }

    TransferException Refused(HttpResponseMessage answer)
    {
        TimeSpan? wait = answer.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - clock.GetUtcNow() : null;
        return new TransferException($"{(int)answer.StatusCode} ({answer.ReasonPhrase})", PassingStates.Contains(answer.StatusCode), wait);
    }
}
