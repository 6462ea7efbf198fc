using System.Text.RegularExpressions;

namespace Unfold.Repository.Tests;

/// <summary>The list of known defects is whole, and each has a test that exists.</summary>
public partial class MonitorchTests
{
    [GeneratedRegex(@"^\| (?<number>\d+) \|.*\| `(?<test>\w+)` \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    static partial Regex Row { get; }

    [Fact]
    public void Defects_AllTwentySeven_NameATestThatExists()
    {
        string code = string.Join('\n', Repository.Files("tests", "*.cs").Select(Repository.Read));
        Match[] rows = [.. Row.Matches(Repository.Read("docs/monitorch.md")).OfType<Match>()];

        Assert.Equal(Enumerable.Range(1, 27), rows.Select(row => int.Parse(row.Groups["number"].Value)));
        Assert.All(rows, row => Assert.Matches($@"\[(Fact|Theory)\][^{{}}]*(void|Task) {row.Groups["test"].Value}\(", code));
    }
}
