namespace Unfold.Training.Tests;

/// <summary>The folder of the real data sets, where there is one.</summary>
static class RealData
{
    public static string? Folder =>
        Environment.GetEnvironmentVariable("UNFOLD_DATA") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, "twitter", "twitter.csv")) ? folder : null;
}
