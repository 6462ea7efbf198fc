using System.Runtime.CompilerServices;

namespace Unfold.Repository.Tests;

/// <summary>The checkout that the tests were built from.</summary>
static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The files of a folder without what a build leaves behind, relative to the root.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, new EnumerationOptions { RecurseSubdirectories = true })
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(part => part is "artifacts" or "node_modules" or "obj" or "bin"));

    static string ThisFile([CallerFilePath] string path = "") => path;
}
