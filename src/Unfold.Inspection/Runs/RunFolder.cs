using System.Text;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>The folder of a run: where each of its files is, and how the documents in it are read and written.</summary>
public sealed class RunFolder
{
    RunFolder(string path) => Path = path;

    /// <summary>The folder itself.</summary>
    public string Path { get; }

    /// <summary>Everything about the run, written when it ends and after every epoch.</summary>
    public string RunFile => System.IO.Path.Combine(Path, "run.json");

    /// <summary>An epoch a line, appended while the run goes on.</summary>
    public string MetricsFile => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>The kept weights.</summary>
    public string WeightsFile => System.IO.Path.Combine(Path, "model.safetensors");

    /// <summary>Architecture, tokenizer and vocabulary: with the weights, all that a prediction needs.</summary>
    public string ModelFile => System.IO.Path.Combine(Path, "model.json");

    /// <summary>The n-grams of the linear model, where the run has one that answers with the network.</summary>
    public string LinearFile => System.IO.Path.Combine(Path, "linear.json");

    /// <summary>That model's weights.</summary>
    public string LinearWeightsFile => System.IO.Path.Combine(Path, "linear.safetensors");

    /// <summary>What the lenses saw, step by step.</summary>
    public string RecordFile => System.IO.Path.Combine(Path, "record");

    /// <summary>The report.</summary>
    public string ReportFile => System.IO.Path.Combine(Path, "report.html");

    /// <summary>What the lab shows of a plain tagger and one sentence; other runs have none.</summary>
    public string LabFile => System.IO.Path.Combine(Path, "lab.json");

    /// <summary>The folder of what a resumed run goes on from.</summary>
    public string CheckpointFolder => System.IO.Path.Combine(Path, "checkpoint");

    /// <summary>The folder for a new run; it is made where it does not exist, and tried for writing.</summary>
    /// <exception cref="DataException">The folder cannot be made or written.</exception>
    public static RunFolder Create(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            string probe = System.IO.Path.Combine(path, $".writable-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new DataException($"Run folder {path}: expected a folder that can be written, got: {error.Message.TrimEnd('.')}. Choose another one with --out.", error);
        }
        return new(path);
    }

    /// <summary>The folder of a run that exists.</summary>
    /// <exception cref="DataException">It is not the folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        RunFolder folder = new(path);
        if (!File.Exists(folder.RunFile))
            throw new DataException($"{path}: expected the folder of a run with a run.json in it, got none. Check the path; a run writes its folder under --out.");
        return folder;
    }

    /// <summary>Writes <c>run.json</c>; a reader sees the old or the new document, never half of one.</summary>
    public void Write(RunDocument run) => AtomicFile.WriteText(RunFile, RunJson.Write(run));

    /// <summary>Reads <c>run.json</c>.</summary>
    /// <exception cref="DamagedFileException">The file is not a run document that this version reads.</exception>
    public RunDocument Read() => RunJson.Read(ReadText(RunFile), RunFile);

    /// <summary>Writes <c>lab.json</c>.</summary>
    public void Write(LabDocument lab) => AtomicFile.WriteText(LabFile, LabJson.Write(lab) + "\n");

    /// <summary>Reads <c>lab.json</c>; nothing where the run has none.</summary>
    /// <exception cref="DamagedFileException">The file is not a lab document that this version reads.</exception>
    public LabDocument? ReadLab() => File.Exists(LabFile) ? LabJson.Read(ReadText(LabFile), LabFile) : null;

    /// <summary>Appends an epoch to <c>metrics.jsonl</c>.</summary>
    public void AppendEpoch(EpochDocument epoch)
    {
        using FileStream stream = new(MetricsFile, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write(Encoding.UTF8.GetBytes(RunJson.WriteLine(epoch) + "\n"));
    }

    /// <summary>Writes <c>metrics.jsonl</c> anew: a run goes on, and what came after its checkpoint comes again.</summary>
    public void WriteEpochs(IEnumerable<EpochDocument> epochs) => AtomicFile.WriteText(MetricsFile, string.Concat(epochs.Select(epoch => RunJson.WriteLine(epoch) + "\n")));

    /// <summary>Reads <c>metrics.jsonl</c>; a last line without its end is a write that was cut short and is left out.</summary>
    /// <exception cref="DamagedFileException">A whole line is not an epoch.</exception>
    public IReadOnlyList<EpochDocument> ReadEpochs()
    {
        if (!File.Exists(MetricsFile))
            return [];
        string[] lines = ReadText(MetricsFile).Split('\n');
        List<EpochDocument> epochs = [];
        for (int i = 0; i < lines.Length - 1; i++)
        {
            if (!string.IsNullOrWhiteSpace(lines[i]))
                epochs.Add(RunJson.ReadLine(lines[i], $"{MetricsFile}, line {i + 1}"));
        }
        return epochs;
    }

    static string ReadText(string path) => DocumentFile.ReadText(path, "a document of a run");
}
