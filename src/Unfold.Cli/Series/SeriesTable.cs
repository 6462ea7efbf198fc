using System.Globalization;
using Unfold.Inspection;

namespace Unfold.Cli;

/// <summary>Experiments side by side.</summary>
static class SeriesTable
{
    static readonly TextColumn[] Columns =
    [
        new("experiment", Right: false), new("parameters"), new("val loss"), new("val accuracy"), new("F1"), new("test accuracy"), new("s/epoch"), new("memory"), new("", Right: false),
    ];

    /// <summary>The row of one experiment from the runs of its seeds.</summary>
    public static SeriesRow Row(string name, IReadOnlyList<RunDocument> runs)
    {
        RunDocument[] good = [.. runs.Where(run => run.Status == RunStatus.Finished)];
        return new SeriesRow
        {
            Recipe = name,
            Parameters = runs[0].Model.Parameters,
            BestLoss = Mean(good, run => run.Best?.Validation.Loss),
            BestAccuracy = Mean(good, run => run.Best?.Validation.Accuracy),
            BestAccuracyDeviation = Deviation(good, run => run.Best?.Validation.Accuracy),
            F1 = Mean(good, run => run.Best is { } best ? Numbers.F1(best.Validation) : null),
            F1Deviation = Deviation(good, run => run.Best is { } best ? Numbers.F1(best.Validation) : null),
            TestAccuracy = Mean(good, run => run.Test?.Accuracy),
            TestAccuracyDeviation = Deviation(good, run => run.Test?.Accuracy),
            SecondsPerEpoch = Mean(good, run => run.Speed?.SecondsPerEpoch),
            PeakMemoryBytes = good.Length == 0 ? null : good.Max(run => run.Speed?.PeakMemoryBytes),
            TotalSeconds = Mean(good, run => run.Speed?.TotalSeconds),
            Seeds = runs.Count,
            Diverged = runs.Count - good.Length,
        };
    }

    public static void Print(IReadOnlyList<SeriesRow> rows, Terminal terminal)
    {
        foreach (string line in TextTable.Fit(Columns, [.. rows.Select(Cells)])) terminal.Write(line);
        if (rows.Any(row => row.Seeds > 1)) terminal.Tell($"Means over {rows.Max(row => row.Seeds)} seeds, behind ± their standard deviation.");
    }

    static string[] Cells(SeriesRow row) =>
    [
        row.Recipe, row.Parameters.ToString("N0", CultureInfo.InvariantCulture), Numbers.Four(row.BestLoss), Spread(row.BestAccuracy, row.BestAccuracyDeviation), Spread(row.F1, row.F1Deviation),
        Spread(row.TestAccuracy, row.TestAccuracyDeviation), row.SecondsPerEpoch is { } seconds ? Numbers.Seconds(seconds) : "",
        row.PeakMemoryBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB") : "",
        row.Diverged == 0 ? "" : row.Seeds == 1 ? "diverged" : $"{row.Diverged} of {row.Seeds} diverged",
    ];

    static string Spread(double? mean, double? deviation) => deviation is { } spread ? $"{Numbers.Four(mean)} ± {Numbers.Four(spread)}" : Numbers.Four(mean);

    static double? Mean(IReadOnlyList<RunDocument> runs, Func<RunDocument, double?> of) => Known(runs, of) is { Length: > 0 } values ? values.Average() : null;

    /// <summary>Of a sample: divided by one less than its size.</summary>
    static double? Deviation(IReadOnlyList<RunDocument> runs, Func<RunDocument, double?> of)
    {
        double[] values = Known(runs, of);
        if (values.Length < 2) return null;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    static double[] Known(IReadOnlyList<RunDocument> runs, Func<RunDocument, double?> of) => [.. runs.Select(of).OfType<double>()];
}
