using System.Text;

namespace Unfold.Reporting;

/// <summary>Files that are part of the assembly.</summary>
static class Assets
{
    /// <summary>The text of a file, or nothing where the build had none: uPlot is there only when npm was.</summary>
    public static string? Find(string name)
    {
        using Stream? stream = typeof(Assets).Assembly.GetManifestResourceStream(name);
        if (stream is null)
            return null;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static string Get(string name) => Find(name) ?? throw new InvalidOperationException($"Assets: expected the file {name} in the assembly, got none. The build left it out.");
}
