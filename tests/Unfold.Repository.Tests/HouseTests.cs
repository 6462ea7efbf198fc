namespace Unfold.Repository.Tests;

public class HouseTests
{
    const int MostLines = 400;

    static string[] Folders => [.. new[] { "src", "tests", "bench", "samples" }.Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder)))];

    public static TheoryData<string> Sources => [.. Folders.SelectMany(folder => Repository.Files(folder, "*.cs"))];

    [Theory, MemberData(nameof(Sources))]
    public void SourceFile_IsShortAndTidy(string file)
    {
        string[] lines = Repository.Read(file).Split('\n');
        Assert.True(lines.Length <= MostLines, $"{file}: {lines.Length} lines; a file over {MostLines} is more than one thing. Split it.");
        Assert.DoesNotContain(lines, line => line.TrimStart().StartsWith("#region", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("NotImplemented" + "Exception", StringComparison.Ordinal));
    }

    [Fact]
    public void ProjectFiles_HoldNoVersions()
    {
        foreach (string project in Folders.SelectMany(folder => Repository.Files(folder, "*.csproj")))
        {
            Assert.DoesNotContain("Version=", Repository.Read(project), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Solution_NamesEveryProject()
    {
        string solution = Repository.Read("Unfold.slnx");
        foreach (string project in Folders.SelectMany(folder => Repository.Files(folder, "*.csproj")))
        {
            Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal);
        }
    }
}
