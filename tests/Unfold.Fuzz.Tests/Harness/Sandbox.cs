namespace Unfold.Fuzz.Tests;

/// <summary>A folder with a folder inside it: files are read in the inner one, and nothing may appear or change around it.</summary>
sealed class Sandbox : IDisposable
{
    readonly string _outer = Directory.CreateTempSubdirectory("unfold-fuzz-").FullName;
    string[] _before = [];

    public Sandbox()
    {
        Folder = Directory.CreateDirectory(Path.Combine(_outer, "a", "b", "inside")).FullName;
        foreach (string place in (string[])["", "a", "a/b"]) File.WriteAllText(Path.Combine(_outer, place, "x.txt"), "mine");
    }

    /// <summary>The inner folder.</summary>
    public string Folder { get; }

    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>Takes the files that are there as those that may be there.</summary>
    public void Close() => _before = List();

    /// <summary>What has changed since; nothing if all is as it was.</summary>
    public string? Trace() => List() is var now && now.SequenceEqual(_before, StringComparer.Ordinal) ? null
        : string.Join(", ", now.Except(_before, StringComparer.Ordinal).Concat(_before.Except(now, StringComparer.Ordinal)));

    public void Dispose() => Directory.Delete(_outer, recursive: true);

    string[] List() => [.. Directory.EnumerateFileSystemEntries(_outer, "*", SearchOption.AllDirectories)
        .Select(path => path.StartsWith(Folder, StringComparison.Ordinal) ? path : $"{path}: {(File.Exists(path) ? File.ReadAllText(path) : "folder")}")
        .Order(StringComparer.Ordinal)];
}
