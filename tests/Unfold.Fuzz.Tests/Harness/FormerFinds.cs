namespace Unfold.Fuzz.Tests;

/// <summary>Files that once were finds: every reader is tried on its own first, and mutants are made of them.</summary>
static class FormerFinds
{
    public static IReadOnlyList<byte[]> Of(string target) => [.. Files(target).Select(File.ReadAllBytes)];

    public static IEnumerable<string> Files(string target) =>
        Path.Combine(AppContext.BaseDirectory, "Corpus", target) is var folder && Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];
}
