namespace Unfold.Doctor.Tests;

/// <summary>The folder with the public data sets, where the environment names one.</summary>
static class RealData
{
    public static string? Folder => Environment.GetEnvironmentVariable("UNFOLD_DATA") is { Length: > 0 } folder ? folder : null;
}
