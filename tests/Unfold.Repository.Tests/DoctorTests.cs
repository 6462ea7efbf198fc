using System.Text;

namespace Unfold.Repository.Tests;

/// <summary>The table of findings in docs/doctor.md is that of the code, and thresholds are asked for.</summary>
public class DoctorTests
{
    const string Page = "docs/doctor.md";
    const string Begin = "<!-- findings: begin -->";
    const string End = "<!-- findings: end -->";

    [Fact]
    public void Thresholds_AllOfThem_AreAskedFor() =>
        Assert.Empty(DoctorRules.Thresholds.Select(threshold => threshold.Name).Except(DoctorRules.Asked, StringComparer.Ordinal));

    [Fact]
    public void Thresholds_AskedFor_Exist() =>
        Assert.Empty(DoctorRules.Asked.Except(DoctorRules.Thresholds.Select(threshold => threshold.Name), StringComparer.Ordinal));

    [Fact]
    public void Rules_AllOfThem_SayWhatTheyAreWhatToDoAndWhatRefutesThem()
    {
        Assert.NotEmpty(DoctorRules.All);
        Assert.Equal(DoctorRules.All.Count, DoctorRules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(DoctorRules.All, rule => Assert.All([rule.What, rule.Remedy, rule.Refutation], text => Assert.True(text.Length > 0, $"{rule.Id} lacks a text: {rule}")));
    }

    /// <summary>With UNFOLD_UPDATE=1 the page is written anew.</summary>
    [Fact]
    public void Page_TableOfFindings_IsTheOneOfTheCode()
    {
        string page = Repository.Read(Page);
        (int begin, int end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        string table = Table();
        if (Environment.GetEnvironmentVariable("UNFOLD_UPDATE") == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, Page), page[..begin] + table + page[end..]);
            return;
        }
        Assert.Equal(table, page[begin..end]);
    }

    static string Table()
    {
        StringBuilder text = new("\n");
        Append(text, DoctorRules.Thresholds.Where(threshold => !threshold.Name.Contains('.')));
        foreach ((string id, string what, string remedy, string refutation) in DoctorRules.All)
        {
            text.Append($"\n### {id}\n\n{what}\n\n");
            Append(text, DoctorRules.Thresholds.Where(threshold => threshold.Name.StartsWith(id + ".", StringComparison.Ordinal)));
            text.Append($"**Remedy.** {remedy}\n\n**What would refute it.** {refutation}\n");
        }
        return text.Append('\n').ToString();
    }

    static void Append(StringBuilder text, IEnumerable<(string Name, string Value, string Unit, string Meaning, string Source)> thresholds)
    {
        string rows = string.Concat(thresholds.Select(threshold => $"| `{threshold.Name}` | {threshold.Value} {threshold.Unit} | {threshold.Meaning} | {threshold.Source} |\n"));
        if (rows.Length > 0)
            text.Append($"| threshold | value | what | source |\n| --- | --- | --- | --- |\n{rows}\n");
    }
}
