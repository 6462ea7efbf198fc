namespace Unfold.Text.Tests.Downloads;

/// <summary>Fetches one file, in a process whose environment names the proxies: they are read once a process.</summary>
static class Program
{
    /// <param name="args">Folder, address, size, SHA-256.</param>
    static async Task<int> Main(string[] args)
    {
        using var downloader = new DataDownloader(new DownloadOptions { Tries = 1 });
        try
        {
            await downloader.GetAsync(DownloadSet.Of(new Uri(args[1]), int.Parse(args[2]), args[3]), args[0]);
            return 0;
        }
        catch (UnfoldException error)
        {
            Console.WriteLine(error.Message);
            return error.ExitCode;
        }
    }
}
