using System.Security.Cryptography;

namespace Unfold.Text;

/// <summary>Fetches the files of a data set and checks them.</summary>
/// <remarks>A file appears under its name only when it is complete and its SHA-256 is right.</remarks>
public sealed class DataDownloader
{
    const int BufferBytes = 1 << 16;
    readonly HttpClient _client;

    /// <summary>Takes the client to fetch with; its owner disposes it.</summary>
    public DataDownloader(HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
    }

    /// <summary>Fetches what is missing of a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="dataFolder">The data folder; it is made if need be.</param>
    /// <param name="progress">Hears of each file: the file, and how many of its bytes are there.</param>
    /// <param name="cancellation">Stops; what is incomplete is removed.</param>
    /// <returns>The files that were fetched.</returns>
    /// <exception cref="DataException">A file has no address, or could not be fetched.</exception>
    /// <exception cref="DamagedFileException">What came is not the file.</exception>
    public async Task<IReadOnlyList<DataFile>> GetAsync(
        DataSet set, string dataFolder, IProgress<(DataFile File, long Bytes)>? progress = null, CancellationToken cancellation = default)
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

    async Task FetchAsync(DataFile file, string dataFolder, IProgress<(DataFile, long)>? progress, CancellationToken cancellation)
    {
        string path = file.In(dataFolder), temporary = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string got = await SaveAsync(file, temporary, progress, cancellation);
            if (got != file.Sha256) throw new DamagedFileException(
                $"{file.Url}: expected a file with SHA-256 {file.Sha256}, got {got}. The file has changed or was cut off; nothing was kept. Try again later or put the file at {path} yourself.");
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DataException($"{file.Url}: expected to fetch {file.Path}, got \"{exception.Message}\". Check the connection and the folder, or put the file at {path} yourself.", exception);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    async Task<string> SaveAsync(DataFile file, string temporary, IProgress<(DataFile, long)>? progress, CancellationToken cancellation)
    {
        using var response = await _client.GetAsync(file.Url, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var source = await response.Content.ReadAsStreamAsync(cancellation);
        await using var destination = File.Create(temporary);
        byte[] buffer = new byte[BufferBytes];
        long total = 0;
        while (await source.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellation);
            progress?.Report((file, total += read));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
