using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Unfold.Pages.Tests;

/// <summary>The Chromium of this machine, driven by Playwright.</summary>
static class Browser
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Why pages cannot be looked at here; null where they can.</summary>
    public static string? Missing => Chromium is null
        ? "no Chromium on the PATH (Debian: apt-get install chromium; or set UNFOLD_CHROMIUM)"
        : Node is null ? "no Node.js on the PATH"
        : Directory.Exists(Path.Combine(Driver, "node_modules", "playwright-core")) ? null
        : $"no playwright-core in {Driver} (npm ci)";

    static string Driver => typeof(Browser).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Browser").Value!;

    static string? Chromium => Environment.GetEnvironmentVariable("UNFOLD_CHROMIUM") is { Length: > 0 } named ? named : Names.Select(Find).FirstOrDefault(path => path is not null);

    static string? Node => Find("node");

    /// <summary>What is seen of a page under a light and a dark theme, on a phone, without scripts and on paper.</summary>
    public static async Task<JsonDocument> LookAsync(string page)
    {
        List<string> arguments = [Path.Combine(Driver, "look.mjs"), Chromium!, page];
        if (Environment.GetEnvironmentVariable("UNFOLD_SCREENSHOTS") is { Length: > 0 } pictures)
        {
            string folder = Path.Combine(pictures, Path.GetFileNameWithoutExtension(page));
            Directory.CreateDirectory(folder);
            arguments.Add(folder);
        }
        using Process process = Process.Start(new ProcessStartInfo(Node!, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{page}: the browser ended with {process.ExitCode}: {await errors}");
        return JsonDocument.Parse(output);
    }

    static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
