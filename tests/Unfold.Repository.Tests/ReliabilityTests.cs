using System.Text.RegularExpressions;

namespace Unfold.Repository.Tests;

/// <summary>Every promise in docs/reliability.md names tests that hold it, and each of them exists.</summary>
public partial class ReliabilityTests
{
    const string Page = "docs/reliability.md";

    public static TheoryData<string> Promises => [.. Rows().Select(cells => cells[0])];

    static Dictionary<string, string> Sources { get; } = Repository.Files("tests", "*Tests.cs")
        .GroupBy(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => string.Concat(group.Select(Repository.Read)), StringComparer.Ordinal);

    [Theory, MemberData(nameof(Promises))]
    public void Promise_Tests_Exist(string promise)
    {
        string[] tests = [.. Names.Matches(Rows().Single(cells => cells[0] == promise)[^1]).Select(match => match.Groups["test"].Value)];
        Assert.NotEmpty(tests);
        Assert.All(tests, test => Assert.True(Exists(test), $"{Page}: \"{promise}\" names the test {test}, which is not there."));
    }

    [Fact]
    public void Exists_OfNamesThatAreNotThere_IsFalse()
    {
        Assert.True(Exists("ReliabilityTests.Promise_Tests_Exist"));
        Assert.False(Exists("ReliabilityTests.Promise_Tests_Exis"));
        Assert.False(Exists("NowhereTests"));
    }

    static bool Exists(string test)
    {
        string[] parts = test.Split('.');
        return Sources.TryGetValue(parts[0], out string? source) && (parts.Length == 1 || source.Contains($" {parts[1]}(", StringComparison.Ordinal));
    }

    /// <summary>The cells of the table's rows, without its head.</summary>
    static IEnumerable<string[]> Rows() => Repository.Read(Page).Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Skip(2)
        .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries));

    [GeneratedRegex("`(?<test>[A-Za-z0-9]+(\\.[A-Za-z0-9_]+)?)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    static partial Regex Names { get; }
}
