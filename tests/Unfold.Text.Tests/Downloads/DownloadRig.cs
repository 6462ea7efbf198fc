using System.Security.Cryptography;

namespace Unfold.Text.Tests.Downloads;

/// <summary>A downloader with a clock in the test's hand, and a folder to fetch into.</summary>
sealed class DownloadRig : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Answers.Content));

    public DownloadOptions Options { get; init; } = new() { Enough = 200_000 };

    public HandClock Clock { get; } = new(new DownloadOptions().Stall);

    public List<string> Troubles { get; } = [];

    public string Root => _folder.Root;

    public string FilePath => Path.Combine(Root, "set", "file.csv");

    public string PartPath => FilePath + ".part";

    public string[] Left => [.. Directory.GetFiles(Path.GetDirectoryName(FilePath)!).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public async Task<byte[]> Get(Uri address, HttpMessageHandler? handler = null, CancellationToken cancellation = default, Action<DownloadReport>? heard = null)
    {
        using var downloader = new DataDownloader(Options, Clock, handler);
        await downloader.GetAsync(DownloadSet.Of(address, Answers.Content.Length, Sha256), Root, new Listener(report =>
        {
            if (report.Trouble is { } trouble) Troubles.Add(trouble);
            heard?.Invoke(report);
        }), cancellation);
        return await File.ReadAllBytesAsync(FilePath, cancellation);
    }

    public void Dispose() => _folder.Dispose();

    sealed class Listener(Action<DownloadReport> hear) : IProgress<DownloadReport>
    {
        public void Report(DownloadReport value) => hear(value);
    }
}
