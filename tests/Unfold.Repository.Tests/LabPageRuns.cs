using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Unfold.Repository.Tests;

/// <summary>The commands of docs/lab.md, run once in the order of the page in a folder of their own.</summary>
public sealed class LabPageRuns : IAsyncLifetime
{
    const string Treebank = "ud_ewt/en_ewt-ud-train.conllu.gz";

    static readonly string? Data = Environment.GetEnvironmentVariable("UNFOLD_DATA") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, Treebank)) ? folder : null;

    readonly Dictionary<string, string[]> _outputs = new(StringComparer.Ordinal);

    /// <summary>Where the page was made: elsewhere the C library's exponentials may end in another bit.</summary>
    internal static bool Exact => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("unfold-lab-page").FullName;

    /// <summary>What the commands printed, line by line; without the treebank those that need it are missing.</summary>
    internal IReadOnlyDictionary<string, string[]> Outputs => _outputs;

    public async Task InitializeAsync()
    {
        foreach ((string command, bool needsData) in new LabPage(Repository.Read("docs/lab.md")).Commands)
        {
            if (!needsData || Data is not null) _outputs[command] = await RunAsync(command, needsData ? Data : null);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Runs one more command of the lab in the same folder; what it printed.</summary>
    internal Task<string[]> RunAsync(string command) => RunAsync(command, data: null);

    /// <summary>Vectors of 256 bits on every machine: sums in single precision end alike.</summary>
    async Task<string[]> RunAsync(string command, string? data)
    {
        const string Sample = "dotnet run -c Release --project samples/";
        string[] words = command.StartsWith(Sample, StringComparison.Ordinal) ? [$"{command[Sample.Length..]}.dll"] : ["Unfold.Cli.dll", .. command.Split(' ')[1..]];
        words[0] = Path.Combine(AppContext.BaseDirectory, words[0]);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", words)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["UNFOLD_SIMD"] = "256", ["UNFOLD_DATA"] = data ?? "" },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}: {await errors}");
        return output.TrimEnd().Split('\n');
    }
}
