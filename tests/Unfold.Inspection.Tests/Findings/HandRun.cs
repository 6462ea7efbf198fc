using System.Text.Json;

namespace Unfold.Inspection.Tests;

/// <summary>A run written by hand: series, arrays and a document, to show rules numbers at and beside their thresholds.</summary>
sealed class HandRun
{
    readonly List<(SeriesKey Key, double[] Values)> _steps = [];
    readonly List<(SeriesKey Key, double[] Values)> _epochs = [];
    readonly List<(SeriesKey Key, int Epoch, int Rows, float[] Values, double Start)> _arrays = [];

    public RunDocument Run { get; init; } = new();

    public int StepsPerEpoch { get; init; } = 40;

    /// <summary>The settings of a recipe, for remedies.</summary>
    public static JsonElement Recipe { get; } = JsonElement.Parse(
        """{ "text": { "padToLength": 25, "maxLength": 25, "vocabularySize": 100, "minCount": 2 }, "model": { "cell": "rnn", "readOut": "last", "dropout": 0 }, "training": { "learningRate": 0.003, "classWeights": "none", "positiveWeight": 1 } }""");

    public HandRun Steps(string lens, string series, string statistic, params double[] values)
    {
        _steps.Add((new(lens, series, statistic), values));
        return this;
    }

    /// <summary>The same number in every step of each epoch.</summary>
    public HandRun ByEpoch(string lens, string series, string statistic, params double[] values) =>
        Steps(lens, series, statistic, [.. values.SelectMany(value => Enumerable.Repeat(value, StepsPerEpoch))]);

    public HandRun Epochs(string lens, string series, string statistic, params double[] values)
    {
        _epochs.Add((new(lens, series, statistic), values));
        return this;
    }

    public HandRun Array(string lens, string series, string statistic, int epoch, int rows, double start, params float[] values)
    {
        _arrays.Add((new(lens, series, statistic), epoch, rows, values, start));
        return this;
    }

    public RunEvidence Evidence(Thresholds? thresholds = null)
    {
        var stream = new MemoryStream();
        using (RecordWriter writer = new(stream, leaveOpen: true))
        {
            Write(writer, RecordTable.Step, _steps, StepsPerEpoch);
            Write(writer, RecordTable.Epoch, _epochs, 1);
            foreach ((SeriesKey key, int epoch, int rows, float[] values, double start) in _arrays)
                writer.WriteArray(key, (epoch + 1) * StepsPerEpoch, epoch, rows, values, start);
        }
        return new(Run, RecordFile.Read(new MemoryStream(stream.ToArray()), "by hand"), thresholds);
    }

    /// <summary>What one rule says.</summary>
    public Finding? Ask(IRule rule, Thresholds? thresholds = null) => rule.Check(Evidence(thresholds));

    static void Write(RecordWriter writer, RecordTable table, List<(SeriesKey Key, double[] Values)> series, int perEpoch)
    {
        int[] columns = [.. series.Select(entry => writer.AddColumn(table, entry.Key, RecordPrecision.Double))];
        int rows = series.Count == 0 ? 0 : series.Max(entry => entry.Values.Length);
        for (int row = 0; row < rows; row++)
        {
            writer.BeginRow(table, row, row / perEpoch, 16);
            for (int i = 0; i < columns.Length; i++)
            {
                if (row < series[i].Values.Length)
                    writer.Set(columns[i], series[i].Values[row]);
            }
        }
    }
}
