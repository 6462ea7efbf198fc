using System.Globalization;
using Unfold.Nn;
using Unfold.Optim;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <content>How watching goes on in a run that was stopped.</content>
public sealed partial class Inspector
{
    const char Between = '\n';

    /// <summary>Makes the record safe as it is, on the disk.</summary>
    /// <returns>Its length in bytes; 0 where none is written to a file.</returns>
    /// <remarks>Between two steps only: what came before is complete.</remarks>
    public long SyncRecord()
    {
        if (_record is null || _path is null) return 0;
        CommitRow();
        Drain();
        return _record.Sync();
    }

    /// <summary>Keeps all that was gathered beside the record, between two steps; <see cref="SyncRecord"/> comes first.</summary>
    public void Keep(KeptState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (Epoch, LastStride, _step) = (state.Number("epoch", Epoch), state.Number("last stride", LastStride), state.Count("step", _step));
        _pace.Keep(state.Part("pace"));
        _clock.Keep(state.Part("clock"));
        _budget.Keep(state.Part("budget"), _lenses);
        KeepAlarms(state.Part("alarms"));
        KeepSeries(state.Part("series"));
        for (int i = 0; i < _lenses.Length; i++) _lenses[i].Keep(state.Part($"lens {i} {_lenses[i].Name}"));
    }

    /// <summary>What was done since the last step is not counted as training: a checkpoint was written.</summary>
    public void SkipTime() => _clock.Skip();

    /// <summary>Watches a model again that was watched when the run was stopped.</summary>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="recordPath">The file of the record; what came after <paramref name="recordLength"/> is forgotten.</param>
    /// <param name="recordLength">What <see cref="SyncRecord"/> said then.</param>
    /// <param name="state">What was kept then.</param>
    /// <exception cref="DamagedFileException">The record is shorter than that or damaged, or the state is of other lenses.</exception>
    public Inspector Resume(Module model, Optimizer optimizer, string recordPath, long recordLength, KeptState state)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(state);
        Begin(model, recordPath, () => RecordWriter.Continue(recordPath, recordLength));
        optimizer.Observer = new StepObserver(this);
        (_optimizer, _watchesOptimizer) = (optimizer, true);
        Keep(state);
        return this;
    }

    void KeepAlarms(KeptState state)
    {
        IReadOnlyList<string> alarms = state.Texts("all", _alarms.Select(alarm => string.Join(Between, alarm.Epoch, alarm.Step, alarm.Series.Lens, alarm.Series.Series, alarm.Series.Statistic, alarm.Message)));
        if (!state.Restores) return;
        foreach (Alarm alarm in state.Parse("all", alarms, ToAlarm))
        {
            _alarms.Add(alarm);
            _alarmed.Add(alarm.Series);
        }
    }

    static Alarm ToAlarm(string text)
    {
        string[] parts = text.Split(Between, 6);
        return new(int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), new(parts[2], parts[3], parts[4]), parts[5]);
    }

    void KeepSeries(KeptState state)
    {
        IReadOnlyList<string> all = state.Texts("all", _series.Select(series => string.Join(Between, (int)series.Table, series.Key.Lens, series.Key.Series, series.Key.Statistic)));
        foreach ((string text, RecordTable table, SeriesKey key) in state.Parse("all", all, ToSeries))
            Open(table, key, RecordPrecision.Single).Keep(state.Part(text)); // its precision is the record's
    }

    static (string Text, RecordTable Table, SeriesKey Key) ToSeries(string text)
    {
        string[] parts = text.Split(Between, 4);
        var table = (RecordTable)int.Parse(parts[0], CultureInfo.InvariantCulture);
        return Enum.IsDefined(table) ? (text, table, new(parts[1], parts[2], parts[3])) : throw new FormatException(text);
    }
}
