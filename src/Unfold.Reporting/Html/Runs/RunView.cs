using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>A run as a report needs it: its document, and its record summed up by epoch.</summary>
sealed class RunView
{
    RunView(RunDocument document, RecordFile? record, string? recordTrouble)
    {
        (Document, Record, RecordTrouble, Label) = (document, record, recordTrouble, document.Recipe.Length == 0 ? "run" : document.Recipe);
        Verdict = document.Verdict.Count > 0 ? document.Verdict : Inspection.Verdict.Of(document);
        Epochs = [.. document.Epochs.Select(epoch => (double)epoch.Epoch)];
        Seen = new(record, Epochs);
        Parameters = ParameterView.All(document, Seen);
    }

    public RunDocument Document { get; }

    /// <summary>The record; an empty one where there is none.</summary>
    public RecordView Seen { get; }

    /// <summary>The record as it was read.</summary>
    public RecordFile? Record { get; }

    /// <summary>Why there is no record, in a sentence.</summary>
    public string? RecordTrouble { get; }

    public string Label { get; private set; }

    public IReadOnlyList<string> Verdict { get; }

    public double[] Epochs { get; }

    public IReadOnlyList<ParameterView> Parameters { get; }

    public static RunView Load(RunFolder folder)
    {
        RunDocument document = folder.Read();
        if (!File.Exists(folder.RecordFile))
            return new(document, null, "The run has no record, so the gradient charts are missing.");
        try
        {
            return new(document, RecordFile.Read(folder.RecordFile), null);
        }
        catch (DamagedFileException error)
        {
            return new(document, null, error.Message);
        }
    }

    public static RunView Of(RunDocument document, RecordFile? record) => new(document, record, null);

    /// <summary>Runs of one recipe are told apart by their seed, then by a number.</summary>
    public static IReadOnlyList<RunView> WithOwnLabels(IReadOnlyList<RunView> runs)
    {
        foreach (IGrouping<string, RunView> same in runs.GroupBy(run => run.Document.Recipe, StringComparer.Ordinal).Where(group => group.Count() > 1).ToArray())
        {
            bool seeds = same.Select(run => run.Document.Seed).Distinct().Count() == same.Count();
            int number = 0;
            foreach (RunView run in same)
                run.Label = seeds ? $"{run.Document.Recipe}, seed {run.Document.Seed}" : $"{run.Document.Recipe} #{++number}";
        }
        return runs;
    }

    public double[] Series(bool train, string metric) =>
        [.. Document.Epochs.Select(epoch => (train ? epoch.Train : epoch.Validation).Find(metric) ?? double.NaN)];

    /// <summary>A series as a line by epoch; nothing where nothing was measured.</summary>
    public ChartLine? Line(string lens, string series, string statistic, string name, int color) =>
        Seen.Line(lens, series, statistic) is { } values ? new(name, Epochs, values, color) : null;
}
