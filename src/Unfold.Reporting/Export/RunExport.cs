using System.Text;
using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Reporting;

/// <summary>Writes what a report shows as files for other programs: every figure as SVG, its numbers as CSV, the record as JSON, a line each.</summary>
public static class RunExport
{
    /// <summary>Writes every figure of the report as an SVG of its own: fixed size, white paper, colours written out, nothing from outside.</summary>
    /// <param name="runFolders">The folders of one run, or of several for the figures that compare them.</param>
    /// <param name="directory">The folder to write into; it is made where it does not exist.</param>
    /// <returns>The files.</returns>
    /// <exception cref="DataException">A folder is not a run's, or the target cannot be written.</exception>
    /// <exception cref="DamagedFileException">A run's document cannot be read.</exception>
    public static IReadOnlyList<string> WriteSvg(IReadOnlyList<string> runFolders, string directory) =>
        Write(runFolders, directory, "--svg", figure => [(figure.FileName + ".svg", SvgDocument.Plain(figure.Chart))]);

    /// <summary>Writes the numbers behind every figure as CSV; where a figure sums up steps, all of them go into a second file, each with its epoch, step and batch.</summary>
    /// <param name="runFolders">The folders of one run, or of several for the figures that compare them.</param>
    /// <param name="directory">The folder to write into; it is made where it does not exist.</param>
    /// <returns>The files.</returns>
    /// <exception cref="DataException">A folder is not a run's, or the target cannot be written.</exception>
    /// <exception cref="DamagedFileException">A run's document cannot be read.</exception>
    public static IReadOnlyList<string> WriteCsv(IReadOnlyList<string> runFolders, string directory) => Write(runFolders, directory, "--csv", figure => figure.AllPoints.Count == 0
        ? [(figure.FileName + ".csv", Csv.Write(figure.Columns))]
        : [(figure.FileName + ".csv", Csv.Write(figure.Columns)), (figure.FileName + "-steps.csv", Csv.Write(figure.AllPoints))]);

    /// <summary>Writes every row, array and document of a run's record as one JSON object a line.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="file">The file to write.</param>
    /// <returns>How many lines.</returns>
    /// <exception cref="DataException">The folder is not a run's or has no record, or the file cannot be written.</exception>
    /// <exception cref="DamagedFileException">The record is damaged.</exception>
    public static long WriteJsonLines(string runFolder, string file)
    {
        RunFolder folder = RunFolder.Open(runFolder);
        if (!File.Exists(folder.RecordFile))
            throw new DataException($"{runFolder}: expected a run with a record, got none. It was trained without inspection; train it again with its lenses on.");
        var record = RecordFile.Read(folder.RecordFile);
        return Guarded(file, "--jsonl", () =>
        {
            using FileStream stream = new(file, FileMode.Create, FileAccess.Write);
            return RecordLines.Write(record, stream);
        });
    }

    static List<string> Write(IReadOnlyList<string> runFolders, string directory, string option, Func<Figure, IEnumerable<(string Name, string Text)>> files)
    {
        RunView[] runs = [.. runFolders.Select(path => RunView.Load(RunFolder.Open(path)))];
        IEnumerable<Figure> figures = runs.Length == 1 ? RunSections.Figures(runs[0]) : ComparisonSection.Figures(runs);
        return Guarded(directory, option, () =>
        {
            Directory.CreateDirectory(directory);
            List<string> written = [];
            HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
            foreach ((string name, string text) in figures.SelectMany(files))
            {
                string unique = name;
                for (int i = 2; !names.Add(unique); i++)
                    unique = $"{Path.GetFileNameWithoutExtension(name)}-{i}{Path.GetExtension(name)}";
                string path = Path.Combine(directory, unique);
                File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                written.Add(path);
            }
            return written;
        });
    }

    static T Guarded<T>(string path, string option, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new DataException($"{path}: expected a place that can be written, got: {error.Message.TrimEnd('.')}. Choose another one with {option}.", error);
        }
    }
}
