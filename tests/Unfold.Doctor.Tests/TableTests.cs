using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Unfold.Doctor.Tests;

/// <summary>The table of planted faults in docs/doctor.md: that of five seeds where so many were asked for, its rows otherwise.</summary>
public sealed class TableTests
{
    const int Seeds = 5;
    const string Begin = "<!-- planted faults: begin -->";
    const string End = "<!-- planted faults: end -->";

    static string Page => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "docs", "doctor.md"));

    /// <summary>With UNFOLD_SEEDS=5 UNFOLD_UPDATE=1 the table is written anew, with UNFOLD_SEEDS=5 compared in full.</summary>
    [Fact]
    public void Page_TableOfPlantedFaults_IsTheOneOfTheSuite()
    {
        string page = File.ReadAllText(Page);
        (int begin, int end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        string written = page[begin..end];
        if (Faults.Seeds.Count < Seeds)
        {
            foreach (PlantedFault fault in Faults.All)
                Assert.Contains($"\n| {fault.Id} | {fault.Name} | {fault.FromSeed} | ", written, StringComparison.Ordinal);
            Assert.Equal(Faults.All.Count, written.Split('\n').Count(line => line.StartsWith("| D", StringComparison.Ordinal)));
            return;
        }
        string table = Table();
        if (Environment.GetEnvironmentVariable("UNFOLD_UPDATE") == "1")
            File.WriteAllText(Page, page[..begin] + table + page[end..]);
        else
            Assert.Equal(table, written);
    }

    static string Table()
    {
        StringBuilder rows = new();
        (int found, int causes, int alarms, int all) = (0, 0, 0, 0);
        foreach (PlantedFault fault in Faults.All)
        {
            Outcome[] planted = [.. Faults.Seeds.Take(Seeds).Select(seed => Outcome.Of(fault, seed, healthy: false))];
            Outcome[] healthy = [.. Faults.Seeds.Take(Seeds).Select(seed => Outcome.Of(fault, seed, healthy: true))];
            (int seen, int right, int wrong) = (planted.Count(outcome => outcome.Found), planted.Count(outcome => outcome is { Found: true, RightCause: true }), healthy.Count(outcome => outcome.FalseAlarms.Count > 0));
            (found, causes, alarms, all) = (found + seen, causes + right, alarms + wrong, all + Seeds);
            rows.Append(CultureInfo.InvariantCulture, $"| {fault.Id} | {fault.Name} | {fault.FromSeed} | {seen} | {Seeds - seen} | {right} | {wrong} |\n");
        }
        return $"\n\n{Faults.All.Count} faults of {Faults.All.Select(fault => fault.Id).Distinct().Count()} findings, {Seeds} seeds each: {found} of {all} found, {all - found} missed, {causes} as the first cause, {alarms} of {all} healthy twins with a false alarm.\n\n"
            + "| finding | planted | known from | found | missed | as first cause | false alarms |\n| --- | --- | --- | --- | --- | --- | --- |\n" + rows + "\n";
    }

    static string ThisFile([CallerFilePath] string path = "") => path;
}
