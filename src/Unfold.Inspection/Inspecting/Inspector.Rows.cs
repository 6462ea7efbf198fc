namespace Unfold.Inspection;

/// <content>How what lenses measure gets into the record's rows: for the lenses' context and the watcher of the modules.</content>
public sealed partial class Inspector
{
    /// <summary>Whether lenses look at what is computed now.</summary>
    internal bool Looks => _record is not null && IsWatched;

    /// <summary>A training step's forward pass begins or goes on: what came before it is complete.</summary>
    internal void BeginForward()
    {
        if (_row.Stepped || (_row.HasLoss && !_watchesOptimizer))
        {
            long began = Enter();
            CommitRow();
            Leave(began);
        }
        _open = RecordTable.Step;
    }

    /// <summary>Watching takes time from here on; not every step that nobody looks at closely is timed.</summary>
    internal long Enter() => _clock.Begin(LooksClosely);

    internal void Leave(long entered) => _clock.End(entered);

    internal void Write(SeriesKey key, ReadOnlySpan<float> values, int rows, double start, double spacing) =>
        Recording(key).WriteArray(key, Step, CurrentEpoch, rows, values, start, spacing);

    internal void Write(SeriesKey key, string json, long? step) => Recording(key).WriteNote(key, step ?? Step, CurrentEpoch, json);

    internal Series Open(RecordTable table, SeriesKey key, RecordPrecision precision)
    {
        if (_byKey.TryGetValue((table, key), out Series? known))
            return known;
        Series series = new(this, table, key, _series.Count, _record!.AddColumn(table, key, precision));
        _series.Add(series);
        _byKey.Add((table, key), series);
        return series;
    }

    internal void Write(Series series, double value)
    {
        if (_record is null || series.Table != _open)
            throw new InvalidOperationException($"Lens {series.Key.Lens}: expected a number for a row of kind {_open}, got one for {series.Table}. Push step series from steps, epoch series from OnEpochEnd.");
        if (series.Table == RecordTable.Step)
        {
            _row.Add(series.Place, value);
            return;
        }
        series.Keep(value);
        _record.Set(series.Column, value);
    }

    /// <summary>Makes series and record know all steps that are over.</summary>
    internal void Drain()
    {
        if (_record is not null)
            _row.Drain(_record, _series);
    }

    /// <summary>Where a parameter stands among the model's; −1 where it is none of them. An optimizer goes through them in turn: the next one is found at once.</summary>
    internal int IndexOf(Parameter parameter)
    {
        for (int tries = 0; tries < _parameters.Length; tries++, _parameter++)
        {
            if (_parameter >= _parameters.Length)
                _parameter = 0;
            if (ReferenceEquals(_parameters[_parameter], parameter))
                return _parameter;
        }
        return -1;
    }

    internal void Raise(SeriesKey key, string message)
    {
        if (!_alarmed.Add(key))
            return;
        Alarm alarm = new(Epoch, Step, key, $"Epoch {Epoch}, step {Step}: {message}.");
        _alarms.Add(alarm);
        Alarmed?.Invoke(alarm);
    }

    /// <summary>While an epoch is summed up, <see cref="Epoch"/> is the next one already.</summary>
    internal int CurrentEpoch => _open == RecordTable.Epoch ? Epoch - 1 : Epoch;

    RecordWriter Recording(SeriesKey key) =>
        _record ?? throw new InvalidOperationException($"Lens {key.Lens}: expected a model to be attached while it writes {key.Series} {key.Statistic}. Call Attach first.");

    /// <summary>What the parameters are, so that the record can be understood without the program.</summary>
    void WriteModel() => Write(new("run", "all", "model"), RunJson.WriteLine(new ModelDocument
    {
        Summary = _model!.ToString() ?? "",
        Parameters = _model.ParameterCount,
        Tensors = [.. _parameters.Select(parameter => new ParameterDocument(parameter.Name, parameter.Shape.ToArray(), parameter.Trainable ? null : true))],
    }), null);

    void WriteData()
    {
        if (Data is not null)
            Write(new("run", "all", "data"), RunJson.WriteLine(Data), null);
    }

    void WriteChecks()
    {
        if (Checks is not null)
            Write(new("run", "all", "checks"), RunJson.WriteLine(Checks), null);
    }

    void WriteCost()
    {
        _record!.Set(Open(RecordTable.Epoch, new("inspector", "all", "watching"), RecordPrecision.Single).Column, WatchingShare);
        _record.Set(Open(RecordTable.Epoch, new("inspector", "all", "probing"), RecordPrecision.Single).Column, ProbingShare);
        _record.Set(Open(RecordTable.Epoch, new("inspector", "all", "seconds"), RecordPrecision.Single).Column, _clock.Seconds);
        _record.Set(Open(RecordTable.Epoch, new("inspector", "all", "stride"), RecordPrecision.Single).Column, LastStride);
    }

    void CommitRow()
    {
        if (_row.Begun)
        {
            _open = RecordTable.Step;
            foreach (Lens lens in _called.OnStepEnd)
                lens.OnStepEnd(_row.Stepped ? Step - 1 : Step);
            if (!_row.Stepped && !_watchesOptimizer)
                _step++; // a loop without a watched optimizer: a batch is a step
            if (_row.EndRow(_row.Stepped || !_watchesOptimizer ? Step - 1 : Step, Epoch))
                Drain();
        }
        Texts.Clear();
        _row.BeginRow();
    }
}
