using System.Xml.Linq;

namespace Unfold.Repository.Tests;

/// <summary>Arrows between projects only go up the table of rooms in docs/architecture.md.</summary>
public class RoomTests
{
    static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["Unfold"] = [],
        ["Unfold.Text"] = ["Unfold"],
        ["Unfold.Inspection"] = ["Unfold"],
        ["Unfold.Training"] = ["Unfold", "Unfold.Text", "Unfold.Inspection"],
        ["Unfold.Reporting"] = ["Unfold", "Unfold.Inspection"],
        ["Unfold.Cli"] = ["Unfold", "Unfold.Text", "Unfold.Inspection", "Unfold.Training", "Unfold.Reporting"],
    };

    public static TheoryData<string> Projects => [.. Repository.Files("src", "*.csproj")];

    [Theory, MemberData(nameof(Projects))]
    public void References_GoUpTheTable(string project)
    {
        string room = Path.GetFileNameWithoutExtension(project);
        Assert.True(Rooms.TryGetValue(room, out string[]? allowed), $"{room} is not in the table of rooms: add it there and in docs/architecture.md.");
        Assert.Empty(References(Repository.Read(project)).Except(allowed, StringComparer.Ordinal));
    }

    [Fact]
    public void References_ADownwardArrow_WouldBeFound()
    {
        const string Planted = """<Project><ItemGroup><ProjectReference Include="..\Unfold.Cli\Unfold.Cli.csproj" /></ItemGroup></Project>""";
        Assert.Equal(["Unfold.Cli"], References(Planted).Except(Rooms["Unfold.Text"], StringComparer.Ordinal));
    }

    [Fact]
    public void Engine_HasNoPackages() =>
        Assert.DoesNotContain("PackageReference", Repository.Read("src/Unfold/Unfold.csproj"), StringComparison.Ordinal);

    [Fact]
    public void Table_IsTheOneInTheDocs()
    {
        string docs = Repository.Read("docs/architecture.md");
        foreach (string room in Rooms.Keys) Assert.Contains($"| `src/{room}` |", docs, StringComparison.Ordinal);
    }

    static IEnumerable<string> References(string project) => XDocument.Parse(project)
        .Descendants("ProjectReference")
        .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
        .Select(path => Path.GetFileNameWithoutExtension(path));
}
