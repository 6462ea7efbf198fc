using System.Text.Json;

namespace Unfold.Inspection.Tests;

/// <summary>A record of made-up numbers, for rules to look at: two weights of 4 x 4, ten steps an epoch where nothing else is said.</summary>
sealed class FakeRecord(int epochs, int steps = 10)
{
    readonly List<(RecordTable Table, SeriesKey Key, Func<int, double?> Value)> _columns = [];
    readonly List<(SeriesKey Key, long Step, int Epoch, string Json)> _notes = [];

    public Func<int, int> BatchSize { get; init; } = _ => 32;

    public string? Settings { get; init; }

    public DataDocument? Data { get; init; }

    /// <summary>The number of each step, counted through the run; null where it is missing.</summary>
    public FakeRecord Step(string lens, string series, string statistic, Func<int, double?> value)
    {
        _columns.Add((RecordTable.Step, new(lens, series, statistic), value));
        return this;
    }

    /// <summary>The number of each epoch.</summary>
    public FakeRecord Epoch(string lens, string series, string statistic, Func<int, double?> value)
    {
        _columns.Add((RecordTable.Epoch, new(lens, series, statistic), value));
        return this;
    }

    /// <summary>The training loss of each step, and its mean over each epoch.</summary>
    public FakeRecord Loss(Func<int, double> loss) => Step("loss", "train", "loss", step => loss(step))
        .Epoch("loss", "train", "loss", epoch => Enumerable.Range(epoch * steps, steps).Average(loss));

    /// <summary>One number of both weights, at every step.</summary>
    public FakeRecord Weights(string lens, string statistic, double w, double v) => Step(lens, "w", statistic, _ => w).Step(lens, "v", statistic, _ => v);

    public FakeRecord Note(string lens, string series, string statistic, long step, string json)
    {
        _notes.Add((new(lens, series, statistic), step, (int)(step / steps), json));
        return this;
    }

    public Finding? Ask<T>()
        where T : IRule, new() => new T().Check(Evidence());

    public RunEvidence Evidence()
    {
        using MemoryStream stream = new();
        using (RecordWriter writer = new(stream, leaveOpen: true))
        {
            ModelDocument model = new() { Tensors = [new("w", [4, 4]), new("v", [4, 4]), new("b", [4])] };
            writer.WriteNote(new("run", "all", "model"), 0, 0, RunJson.WriteLine(model));
            if (Data is not null)
                writer.WriteNote(new("run", "all", "data"), 0, 0, RunJson.WriteLine(Data));
            foreach ((SeriesKey key, long step, int epoch, string json) in _notes)
                writer.WriteNote(key, step, epoch, json);
            int[] ids = [.. _columns.Select(column => writer.AddColumn(column.Table, column.Key, RecordPrecision.Double))];
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                for (int step = epoch * steps; step < (epoch + 1) * steps; step++)
                    Row(writer, ids, RecordTable.Step, step, epoch, BatchSize(step), step);
                Row(writer, ids, RecordTable.Epoch, (epoch + 1) * steps, epoch, 0, epoch);
            }
        }
        stream.Position = 0;
        RecordFile record = RecordFile.Read(stream, "made up");
        return Settings is null ? new(record) : new(RecordedRun.Document(record) with { Settings = JsonElement.Parse(Settings) }, record);
    }

    void Row(RecordWriter writer, int[] ids, RecordTable table, long step, int epoch, int batch, int at)
    {
        writer.BeginRow(table, step, epoch, batch);
        for (int i = 0; i < ids.Length; i++)
        {
            if (_columns[i].Table == table && _columns[i].Value(at) is { } value)
                writer.Set(ids[i], value);
        }
    }
}
