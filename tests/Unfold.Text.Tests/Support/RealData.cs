namespace Unfold.Text.Tests;

/// <summary>The folder with the public data sets, where the environment names one.</summary>
static class RealData
{
    public static string? Folder => Environment.GetEnvironmentVariable("UNFOLD_DATA") is { Length: > 0 } folder ? folder : null;

    public static CsvSource Twitter(string folder) => new(
        Path.Combine(folder, "twitter", "twitter.csv"), new CsvOptions { Text = ["tweet"], Label = "label" });
}
