using System.Net;
using System.Security.Cryptography;

namespace Unfold.Text;

/// <summary>Fetches the files of a data set and checks them.</summary>
/// <remarks>
/// A file appears under its name only when it is complete, its SHA-256 is right and its bytes are on the disk. What fails in passing (a broken or stalled
/// connection, 408, 429, 500, 502, 503, 504) is tried again after a wait that doubles, or as long as the server asks; what is there already is not
/// fetched twice, in a later process either. Redirects are followed within their scheme only. Proxies are those of the environment
/// (<c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c>, <c>NO_PROXY</c>). On the disk a file never takes more than the catalog's size of it.
/// </remarks>
public sealed class DataDownloader : IDisposable
{
    const int BufferBytes = 1 << 16;
    readonly DownloadOptions _options;
    readonly TimeProvider _clock;
    readonly HttpClient _client;
    readonly FileRequest _request;

    /// <summary>A downloader with connections of its own.</summary>
    /// <param name="options">How patient it is.</param>
    /// <param name="clock">Measures its waits. <value>Default: the system's.</value></param>
    public DataDownloader(DownloadOptions? options = null, TimeProvider? clock = null)
        : this(options ?? new DownloadOptions(), clock ?? TimeProvider.System, handler: null)
    {
    }

    internal DataDownloader(DownloadOptions options, TimeProvider clock, HttpMessageHandler? handler)
    {
        (_options, _clock) = (options, clock);
        _client = new HttpClient(handler ?? FileRequest.NewHandler(options)) { Timeout = Timeout.InfiniteTimeSpan };
        _request = new FileRequest(_client, options, clock);
    }

    /// <summary>Fetches what is missing of a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="dataFolder">The data folder; it is made if need be.</param>
    /// <param name="progress">Hears of each file's bytes, and of tries that failed.</param>
    /// <param name="cancellation">Stops; what is there of a file is kept for the next time.</param>
    /// <returns>The files that were fetched.</returns>
    /// <exception cref="DataException">A file has no address, or could not be fetched.</exception>
    /// <exception cref="DamagedFileException">What came is not the file.</exception>
    public async Task<IReadOnlyList<DataFile>> GetAsync(
        DataSet set, string dataFolder, IProgress<DownloadReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        var missing = set.Missing(dataFolder);
        foreach (var file in missing.Where(static file => file.Url is not null)) await FetchAsync(file, dataFolder, progress, cancellation);
        var homeless = missing.FirstOrDefault(static file => file.Url is null);
        return homeless is null ? missing : throw new DataException(
            $"{homeless.In(dataFolder)}: expected a file of the data set {set.Name}, got no such file. {set.Remedy(homeless, dataFolder)}");
    }

    /// <summary>Compares the files that are there with the catalog.</summary>
    /// <returns>A sentence for each file that differs; none means that all is well.</returns>
    public static IReadOnlyList<string> Verify(DataSet set, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(set);
        var faults = new List<string>();
        foreach (var file in set.Files)
        {
            string path = file.In(dataFolder);
            if (!File.Exists(path)) continue;
            using var stream = File.OpenRead(path);
            string got = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (got != file.Sha256) faults.Add($"{path}: expected SHA-256 {file.Sha256}, got {got}. It is another version of the file or is damaged.");
        }
        return faults;
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _client.Dispose();

    async Task FetchAsync(DataFile file, string dataFolder, IProgress<DownloadReport>? progress, CancellationToken cancellation)
    {
        string path = file.In(dataFolder);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using PartialFile part = PartialFile.Open(path, file);
            for (int tries = 1; ; tries++)
            {
                long before = part.Length;
                try
                {
                    await ReceiveAsync(file, path, part, progress, cancellation);
                    part.Complete();
                    return;
                }
                catch (TransferException failure)
                {
                    if (part.Length - before >= _options.Enough) tries = 1;
                    TimeSpan wait = failure.Wait is { } asked && asked > Delay(tries) ? asked : Delay(tries);
                    if (!failure.Passing || tries >= _options.Tries || wait > _options.LongestDelay) throw GivenUp(file, path, part, failure, tries);
                    progress?.Report(new(file, part.Length, $"{file.Url}: {failure.Message}; trying again in {wait.TotalSeconds:0.#} s."));
                    await Task.Delay(wait, _clock, cancellation);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: expected to write {file.Bytes:N0} bytes, got \"{exception.Message}\". Check the folder, its rights and the space left; what came so far is kept.", exception);
        }
    }

    /// <summary>One try: asks for what is not there yet, takes it, and checks the whole.</summary>
    async Task ReceiveAsync(DataFile file, string path, PartialFile part, IProgress<DownloadReport>? progress, CancellationToken cancellation)
    {
        bool resumed = part.Length > 0;
        using var stall = new CancellationTokenSource(_options.Stall, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellation);
        try
        {
            if (part.Length < file.Bytes) resumed = await AppendAsync(file, path, part, progress, stall, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TransferException($"no byte came for {_options.Stall.TotalSeconds:0} s", passing: true, inner: exception);
        }
        string got = await part.HashAsync(cancellation);
        if (got == file.Sha256) return;
        if (!resumed) throw Damaged(part, $"{file.Url}: expected a file with SHA-256 {file.Sha256}, got {got}. The file has changed or was damaged on its way; nothing was kept.", path);
        part.Clear();
        throw new TransferException("what was there before did not fit what came now", passing: true);
    }

    /// <returns>Whether bytes of an earlier try are among those that are there now.</returns>
    async Task<bool> AppendAsync(DataFile file, string path, PartialFile part, IProgress<DownloadReport>? progress, CancellationTokenSource stall, CancellationToken cancellation)
    {
        long offset = part.Length;
        using HttpResponseMessage answer = await _request.SendAsync(file.Url!, offset, part.Version, cancellation);
        string? version = FileRequest.VersionOf(answer);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            if (answer.Content.Headers.ContentLength is { } announced && announced != file.Bytes)
                throw Damaged(part, $"{file.Url}: expected a file of {file.Bytes:N0} bytes, got one of {announced:N0}. The file has changed; nothing was kept.", path);
            part.Clear(version);
        }
        else if (offset == 0 || answer.Content.Headers.ContentRange is not { HasRange: true } range || range.From != offset
            || (range.Length ?? file.Bytes) != file.Bytes || (version ?? part.Version) != part.Version)
        {
            part.Clear();
            throw new TransferException("the server sent another part or version than it was asked for", passing: offset > 0);
        }
        await CopyAsync(file, path, part, answer, progress, stall, cancellation);
        return answer.StatusCode == HttpStatusCode.PartialContent;
    }

    async Task CopyAsync(
        DataFile file, string path, PartialFile part, HttpResponseMessage answer, IProgress<DownloadReport>? progress, CancellationTokenSource stall, CancellationToken cancellation)
    {
        using Stream source = await answer.Content.ReadAsStreamAsync(cancellation);
        byte[] buffer = new byte[BufferBytes];
        while (await ReadAsync(source, buffer, cancellation) is var read and > 0)
        {
            stall.CancelAfter(_options.Stall);
            if (part.Length + read > file.Bytes)
                throw Damaged(part, $"{file.Url}: expected a file of {file.Bytes:N0} bytes, got more. The file has changed; nothing was kept.", path);
            await part.AppendAsync(buffer.AsMemory(0, read), cancellation);
            progress?.Report(new(file, part.Length));
        }
        if (part.Length < file.Bytes) throw new TransferException("the connection ended early", passing: true);
    }

    /// <summary>Errors of the connection are told apart from those of the disk here.</summary>
    static async Task<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellation);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new TransferException("the connection broke", passing: true, inner: exception);
        }
    }

    TimeSpan Delay(int tries)
    {
        double seconds = _options.FirstDelay.TotalSeconds * Math.Pow(2, tries - 1);
        return TimeSpan.FromSeconds(Math.Min(seconds, _options.LongestDelay.TotalSeconds));
    }

    static DamagedFileException Damaged(PartialFile part, string what, string path)
    {
        part.Remove();
        return new DamagedFileException($"{what} Try again later or put the file at {path} yourself.");
    }

    DataException GivenUp(DataFile file, string path, PartialFile part, TransferException failure, int tries)
    {
        string kept = part.Length == 0 ? "" : $" {part.Length:N0} of {file.Bytes:N0} bytes are kept, and the next download goes on from there.";
        string often = tries > 1 ? $" {tries} times" : failure.Wait > _options.LongestDelay ? $", to be asked again in {failure.Wait.Value.TotalSeconds:0} s" : "";
        if (part.Length == 0) part.Remove();
        return new DataException($"{file.Url}: expected to fetch {file.Path}, got \"{failure.Message}\"{often}.{kept} Check the connection, or put the file at {path} yourself.", failure);
    }
}
