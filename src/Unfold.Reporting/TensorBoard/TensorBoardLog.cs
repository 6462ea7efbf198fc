using System.Globalization;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Writes what the lenses saw as event files that TensorBoard reads: scalars and histograms, tagged lens/series/statistic.</summary>
/// <remarks>
/// Numbers of an epoch are scalars at the epoch's last step. Numbers of single steps are thinned to about a hundred an epoch, since
/// TensorBoard itself shows no more than a thousand; all of them are in a histogram an epoch, under the tag with <c>/epoch</c> behind. Vectors
/// over units, and histograms, are histograms.
/// </remarks>
public sealed class TensorBoardLog : IDisposable
{
    const int PointsAnEpoch = 100;
    static readonly HashSet<string> Counts = new(StringComparer.Ordinal) { "histogram", "lengths", "counts" };
    static readonly HashSet<string> OverUnits = new(StringComparer.Ordinal) { "tau", "singular", "exponents", "units" };

    readonly EventFile _file;
    readonly double _began;
    long _nextEpoch;

    /// <summary>Begins a log in a folder; TensorBoard is pointed at the folder or at the one above it.</summary>
    /// <param name="folder">The folder; it is made where there is none. A log of ours in it is written anew.</param>
    /// <param name="startedAt">When the run began.</param>
    public TensorBoardLog(string folder, DateTimeOffset startedAt)
    {
        Directory.CreateDirectory(folder);
        _began = startedAt.ToUnixTimeMilliseconds() / 1000.0;
        Path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{startedAt.ToUnixTimeSeconds():D10}.unfold"));
        _file = new(Path, _began);
    }

    /// <summary>The event file.</summary>
    public string Path { get; }

    /// <summary>Writes a run that is there, into a folder of its name.</summary>
    /// <param name="runFolder">The run.</param>
    /// <param name="logFolder">The folder of logs.</param>
    /// <returns>The event file.</returns>
    /// <exception cref="DataException">The folder is not a run's, or the run has no record.</exception>
    /// <exception cref="DamagedFileException">The run's documents or its record cannot be read.</exception>
    public static string Write(string runFolder, string logFolder)
    {
        RunFolder folder = RunFolder.Open(runFolder);
        if (!File.Exists(folder.RecordFile))
            throw new DataException($"{runFolder}: expected a record, which TensorBoard's log is made of, got none. Train with inspection.enabled=true.");
        RunDocument run = folder.Read();
        string name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(runFolder)));
        using TensorBoardLog log = new(System.IO.Path.Combine(logFolder, name), StartOf(run));
        log.Append(RecordFile.Read(folder.RecordFile), run.Epochs);
        return log.Path;
    }

    /// <summary>When a run began; the beginning of 1970 where it does not say.</summary>
    public static DateTimeOffset StartOf(RunDocument run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return DateTimeOffset.TryParse(run.Environment.StartedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset started) ? started : DateTimeOffset.UnixEpoch;
    }

    /// <summary>Writes the finished epochs that were not written before.</summary>
    /// <param name="record">What the lenses saw so far.</param>
    /// <param name="epochs">The run's epochs so far: their seconds give the wall time.</param>
    public void Append(RecordFile record, IReadOnlyList<EpochDocument> epochs)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(epochs);
        foreach (int epoch in epochs.Select(document => document.Epoch).Concat(record.Epochs.Epochs).Distinct().Where(epoch => epoch >= _nextEpoch).Order().ToArray())
        {
            double end = _began + epochs.Where(document => document.Epoch <= epoch).Sum(document => document.Seconds + document.ValidationSeconds);
            double length = epochs.Where(document => document.Epoch == epoch).Sum(document => document.Seconds + document.ValidationSeconds);
            WriteSteps(record.Steps, epoch, end - length, length);
            WriteEpoch(record.Epochs, epoch, end);
            WriteArrays(record, epoch, end);
            _nextEpoch = epoch + 1L;
        }
        _file.Flush();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    static string Tag(SeriesKey key) => $"{key.Lens}/{key.Series}/{key.Statistic}";

    void WriteSteps(RecordRows steps, int epoch, double began, double seconds)
    {
        int[] rows = [.. Enumerable.Range(0, steps.Count).Where(row => steps.Epochs[row] == epoch)];
        if (rows.Length == 0)
            return;
        int stride = Math.Max(1, rows.Length / PointsAnEpoch);
        foreach (RecordColumn column in steps.Columns)
        {
            string tag = Tag(column.Key);
            for (int i = 0; i < rows.Length; i += stride)
            {
                if (column.Has(rows[i]))
                    _file.Write(EventMessage.Scalar(began + (seconds * i / rows.Length), steps.Steps[rows[i]], tag, (float)column.Values[rows[i]]));
            }
            if (HistogramBuckets.Of(rows.Where(column.Has).Select(row => column.Values[row])) is { } histogram)
                _file.Write(EventMessage.Histogram(began + seconds, steps.Steps[rows[^1]], tag + "/epoch", histogram));
        }
    }

    void WriteEpoch(RecordRows epochs, int epoch, double time)
    {
        for (int row = 0; row < epochs.Count; row++)
        {
            if (epochs.Epochs[row] != epoch)
                continue;
            foreach (RecordColumn column in epochs.Columns.Where(column => column.Has(row)))
                _file.Write(EventMessage.Scalar(time, epochs.Steps[row], Tag(column.Key), (float)column.Values[row]));
        }
    }

    void WriteArrays(RecordFile record, int epoch, double time)
    {
        foreach (RecordArray array in record.Arrays.Where(array => array.Epoch == epoch))
        {
            HistogramBuckets? histogram =
                Counts.Contains(array.Key.Statistic) ? HistogramBuckets.Of(array.Values, array.Start, array.Spacing)
                : OverUnits.Contains(array.Key.Statistic.Split('[')[0]) ? HistogramBuckets.Of(array.Values.Take(array.Columns).Select(value => (double)value))
                : null;
            if (histogram is not null)
                _file.Write(EventMessage.Histogram(time, array.Step, Tag(array.Key), histogram));
        }
    }
}
