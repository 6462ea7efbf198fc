using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Reporting;

/// <summary>Writes a run, or several side by side, as one HTML page that needs nothing else: no network, no script, no other file.</summary>
/// <remarks>Every chart is there as static SVG with its table and CSV; scripts only add values under the pointer and zooming.</remarks>
public static class HtmlReport
{
    /// <summary>Writes <c>report.html</c> into a run's folder.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="DataException">The folder is not a run's.</exception>
    /// <exception cref="DamagedFileException">The run's document cannot be read.</exception>
    public static string Write(string runFolder)
    {
        RunFolder folder = RunFolder.Open(runFolder);
        AtomicFile.WriteText(folder.ReportFile, Render(RunView.Load(folder)));
        return folder.ReportFile;
    }

    /// <summary>Writes several runs on the same axes into one file.</summary>
    /// <param name="runFolders">The runs' folders; one gives the report of that run.</param>
    /// <param name="file">The file to write.</param>
    /// <exception cref="DataException">A folder is not a run's.</exception>
    /// <exception cref="DamagedFileException">A run's document cannot be read.</exception>
    public static void Write(IReadOnlyList<string> runFolders, string file)
    {
        RunView[] runs = [.. runFolders.Select(path => RunView.Load(RunFolder.Open(path)))];
        AtomicFile.WriteText(file, runs.Length == 1 ? Render(runs[0]) : RenderComparison(runs));
    }

    internal static string Render(RunView run)
    {
        Page page = new($"{run.Document.Recipe} · Unfold");
        Summary.Write(page, run);
        Overview.Write(page, run);
        Summary.WriteTiles(page, run);
        Summary.WriteFindings(page, run);
        Summary.WriteActions(page, run);
        foreach (Section section in RunSections.Of(run))
            section.Write(page);
        TableSections.Write(page, run);
        return page.ToString();
    }

    internal static string RenderComparison(IReadOnlyList<RunView> runs)
    {
        Page page = new($"{ComparisonSection.Title(runs)} · Unfold");
        ComparisonSection.Write(page, runs);
        return page.ToString();
    }
}
