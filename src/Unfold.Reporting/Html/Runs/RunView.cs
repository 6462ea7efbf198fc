using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>A run as a report needs it: its document, and its record summed up by epoch.</summary>
sealed class RunView
{
    RunView(RunDocument document, RecordFile? record, string? recordTrouble)
    {
        (Document, Record, RecordTrouble, Label) = (document, record, recordTrouble, document.Recipe.Length == 0 ? "run" : document.Recipe);
        Folder = NameOf(document.Out) is { Length: > 0 } name ? name : Label;
        Verdict = document.Findings.Count > 0 || document.Verdict.Count == 0 ? Inspection.Verdict.Lines(document) : [.. document.Verdict.Select(text => new VerdictLine(text))];
        Epochs = [.. document.Epochs.Select(epoch => (double)epoch.Epoch)];
        Seen = new(record, Epochs);
        Spikes = SpikeNote.All(Seen);
        Parameters = ParameterView.All(document, Seen);
    }

    public RunDocument Document { get; }

    /// <summary>The record; an empty one where there is none.</summary>
    public RecordView Seen { get; }

    /// <summary>The record as it was read.</summary>
    public RecordFile? Record { get; }

    /// <summary>Why there is no record, in a sentence.</summary>
    public string? RecordTrouble { get; }

    /// <summary>What the lab shows of a plain tagger; nothing for other runs.</summary>
    public LabDocument? Lab { get; private init; }

    /// <summary>Why the lab's file cannot be read, in a sentence.</summary>
    public string? LabTrouble { get; private init; }

    public string Label { get; }

    /// <summary>The name of the run's folder.</summary>
    public string Folder { get; private init; }

    /// <summary>What the run comes to, ranked; each line with its finding.</summary>
    public IReadOnlyList<VerdictLine> Verdict { get; }

    public double[] Epochs { get; }

    public IReadOnlyList<ParameterView> Parameters { get; }

    /// <summary>The steps that stood out, with their texts.</summary>
    public IReadOnlyList<SpikeNote> Spikes { get; }

    public static RunView Load(RunFolder folder)
    {
        RunDocument document = folder.Read();
        (RecordFile? record, string? trouble) = File.Exists(folder.RecordFile) ? Readable(() => RecordFile.Read(folder.RecordFile)) : (null, "The run has no record, so the gradient charts are missing.");
        (LabDocument? lab, string? labTrouble) = Readable(folder.ReadLab);
        return new(document, record, trouble) { Folder = NameOf(Path.GetFullPath(folder.Path)), Lab = lab, LabTrouble = labTrouble };
    }

    /// <summary>What a file holds, or why it cannot be read.</summary>
    static (T? Value, string? Trouble) Readable<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return (read(), null);
        }
        catch (DamagedFileException error)
        {
            return (null, error.Message);
        }
    }

    public static RunView Of(RunDocument document, RecordFile? record) => new(document, record, null);

    static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    public double[] Series(bool train, string metric) =>
        [.. Document.Epochs.Select(epoch => (train ? epoch.Train : epoch.Validation).Find(metric) ?? double.NaN)];

    /// <summary>A series as a line by epoch; nothing where nothing was measured.</summary>
    public ChartLine? Line(string lens, string series, string statistic, string name, int color) =>
        Seen.Line(lens, series, statistic) is { } values ? new(name, Epochs, values, color) : null;
}
