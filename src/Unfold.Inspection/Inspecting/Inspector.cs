using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection;

/// <summary>Watches a model train through lenses and keeps every number they take in a record.</summary>
/// <remarks>
/// A loop attaches it once, pushes the mean loss of every batch with the number of examples behind it, and ticks after every epoch.
/// What it costs is measured by itself: <see cref="WatchingShare"/>. It reads; it changes no weight, no gradient and no random number.
/// </remarks>
public sealed partial class Inspector : IDisposable
{
    readonly Lens[] _lenses;
    readonly List<Series> _series = [];
    readonly Dictionary<(RecordTable, SeriesKey), Series> _byKey = [];
    readonly List<Alarm> _alarms = [];
    readonly HashSet<SeriesKey> _alarmed = [];
    readonly StepLog _row = new();
    RecordWriter? _record;
    MemoryStream? _memory;
    string? _path;
    RecordTable _open = RecordTable.Step;
    Parameter[] _parameters = [];
    int _parameter; // the one that a lens asked for last
    Optimizer? _optimizer;
    bool _watchesOptimizer;
    readonly StepClock _clock = new();
    readonly ProbeBudget _budget = new();
    ModuleWatch? _watch;
    Module? _model;

    /// <summary>An inspector with some lenses, called in this order.</summary>
    public Inspector(params Lens[] lenses) => _lenses = lenses;

    /// <summary>The lenses, in the order they were given.</summary>
    public IReadOnlyList<Lens> Lenses => _lenses;

    /// <summary>Which epochs are watched; all of them at first.</summary>
    /// <value>A predicate of the epoch's number, asked once an epoch. In an epoch it refuses, what is pushed is forgotten at its tick.</value>
    public Func<int, bool> IsActive
    {
        get;
        set => (field, _asked) = (value, -1);
    } = _ => true;

    /// <summary>Whether a model is attached.</summary>
    public bool Attached => _record is not null;

    /// <summary>The number of the current epoch; the first is 0. A resumed run sets it after attaching.</summary>
    public int Epoch { get; set; }

    /// <summary>What lenses wanted to be heard at once, the first of each series only.</summary>
    public IReadOnlyList<Alarm> Alarms => _alarms;

    /// <summary>Called at the first alarm of each series.</summary>
    public Action<Alarm>? Alarmed { get; set; }

    /// <summary>The share of the training steps' time that went into watching; 0 before the second step.</summary>
    /// <remarks>
    /// From the end of a step to the end of the next one, validation, probes and the sums at an epoch's end left out. It holds what lenses and the record
    /// take; of steps that nobody looks at closely every eighth is timed for all of them. And it holds what the engine does on their behalf while it computes anyway
    /// (sums in the optimizer's pass, norms on the way back through time), where the record has steps to compare: the median of what a step that is looked at takes
    /// longer than its two neighbours that are not. Where every step is looked at, and for the norm that is taken in every step, the engine's part cannot be told from the work around it;
    /// the command <c>bench --watch</c> measures all of it, by training with and without an inspector in turns.
    /// </remarks>
    public double WatchingShare => _clock.WatchingShare;

    /// <summary>The fixed batch that the expensive probes run on once an epoch; without one they do not run.</summary>
    public Probe? Probe { get; set; }

    /// <summary>What the probes may take, as a share of the training steps' time. <value>Default: 0.1.</value></summary>
    /// <remarks>A probe whose last run took more than what is left waits for a later epoch; in the first epoch all of them run.</remarks>
    public double ProbeBudget
    {
        get => _budget.Share;
        set => _budget.Share = value;
    }

    /// <summary>The time that probes took, as a share of the training steps' time.</summary>
    public double ProbingShare => _clock.StepTicks == 0 ? 0 : (double)_budget.SpentTicks / _clock.StepTicks;

    /// <summary>How to read a row of the training data, so that a spike shows its texts; null where nobody said.</summary>
    public Func<int, ExampleText>? TextOf { get; set; }

    /// <summary>What is known of the data: classes, sizes, the majority's accuracy; rules compare with it. Goes into the record.</summary>
    public DataDocument? Data
    {
        get;
        set
        {
            field = value;
            if (_record is not null)
                WriteData();
        }
    }

    /// <summary>What was measured of the model by experiments (<see cref="Doctor"/>). Goes into the record.</summary>
    public ChecksDocument? Checks
    {
        get;
        set
        {
            field = value;
            if (_record is not null)
                WriteChecks();
        }
    }

    /// <summary>An inspector's epochs n, 2n, … and the first: to be put into <see cref="IsActive"/>.</summary>
    public static Func<int, bool> Every(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochs);
        return epoch => epoch % epochs == 0;
    }

    /// <summary>Begins to watch a model, anew: epoch 0, step 0, empty series, and nothing left of a model attached before.</summary>
    /// <param name="model">The model; all its parameters are seen.</param>
    /// <param name="recordPath">The file of the record; it is kept in memory where this is left out.</param>
    public Inspector Attach(Module model, string? recordPath = null)
    {
        Begin(model, recordPath, () => recordPath is null ? new RecordWriter(_memory!, leaveOpen: true) : RecordWriter.Create(recordPath));
        WriteModel();
        WriteData();
        WriteChecks();
        return this;
    }

    /// <summary>Begins to watch a model and the optimizer that trains it: gradients are seen in its own pass.</summary>
    /// <param name="model">The model; all its parameters are seen.</param>
    /// <param name="optimizer">The optimizer; its observer is this inspector until it is detached.</param>
    /// <param name="recordPath">The file of the record; it is kept in memory where this is left out.</param>
    public Inspector Attach(Module model, Optimizer optimizer, string? recordPath = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Attach(model, recordPath);
        optimizer.Observer = new StepObserver(this);
        (_optimizer, _watchesOptimizer) = (optimizer, true);
        return this;
    }

    /// <summary>Ends watching; what was seen stays readable. Does nothing where no model is attached.</summary>
    public void Detach()
    {
        if (_optimizer is not null)
            _optimizer.Observer = null;
        _watch?.Release();
        (_optimizer, _watch) = (null, null);
        if (_record is null)
            return;
        CommitRow();
        Drain();
        _record.Dispose();
        _record = null;
    }

    /// <summary>Everything seen since the model was attached.</summary>
    /// <exception cref="InvalidOperationException">No model was ever attached.</exception>
    public RecordFile ReadRecord()
    {
        Drain();
        _record?.Flush();
        if (_path is not null)
            return RecordFile.Read(_path);
        if (_memory is null)
            throw new InvalidOperationException("Inspector.ReadRecord: expected a model to have been attached, got none. Call Attach first.");
        return RecordFile.Read(new MemoryStream(_memory.ToArray()), "record in memory");
    }

    /// <summary>The gradient statistics of the whole run, by parameter name, in the model's order: what <c>run.json</c> holds.</summary>
    public OrderedDictionary<string, GradientDocument> SummarizeGradients() =>
        GradientSummaries.Of(ReadRecord(), _parameters.ToDictionary(parameter => parameter.Name, parameter => (long)parameter.Shape.Length, StringComparer.Ordinal));

    /// <summary>What the rules find in what was seen so far, the most severe first.</summary>
    /// <param name="thresholds">What numbers are compared with. <value>Default: <see cref="Thresholds.Default"/>.</value></param>
    public IReadOnlyList<Finding> Diagnose(Thresholds? thresholds = null) => Rules.Check(new RunEvidence(ReadRecord(), thresholds));

    /// <summary>Ends the current epoch: lenses sum it up, the record is written out, and the next epoch begins.</summary>
    /// <returns>The number of the epoch that ended.</returns>
    public int TickEpoch()
    {
        if (_record is null)
            return Epoch++;
        CommitRow();
        Drain();
        _clock.Pause();
        int ended = Epoch;
        bool active = IsWatched;
        Epoch++;
        LastStride = Array.Exists(_lenses, lens => lens.Thinned) ? _pace.StrideAt(Math.Max(0, _step - 1)) : 1;
        if (active)
        {
            _open = RecordTable.Epoch;
            _record.BeginRow(_open, Step, ended, 0);
            if (Probe is not null)
                _budget.Run(_lenses, new ProbeRun(Probe, _model!, ended), _clock.StepTicks);
        }
        foreach (Lens lens in _lenses)
        {
            if (active)
                lens.OnEpochEnd(ended);
            else
                lens.OnEpochSkipped();
        }
        foreach (Series series in _series)
            series.EndEpoch(active);
        if (active)
            WriteCost();
        _record.Flush();
        _open = RecordTable.Step;
        _pace.EndEpoch(_step, active);
        return ended;
    }

    /// <summary>Detaches.</summary>
    public void Dispose()
    {
        Detach();
        StopFollowing();
    }

    /// <summary>What the current step has read.</summary>
    internal ReadTexts Texts { get; } = new();

    void Begin(Module model, string? recordPath, Func<RecordWriter> record)
    {
        ArgumentNullException.ThrowIfNull(model);
        Detach();
        StopFollowing();
        _series.Clear();
        _byKey.Clear();
        _alarms.Clear();
        _alarmed.Clear();
        _row.Clear();
        _clock.Clear();
        _budget.Clear();
        (Epoch, Step, _watchesOptimizer, _asked) = (0, 0, false, -1);
        _allThinned = Array.TrueForAll(_lenses, lens => lens.Thinned);
        _parametersThinned = Array.TrueForAll(_lenses, lens => lens.Thinned || !lens.Calls.HasFlag(LensCalls.Parameter));
        _called = new(_lenses);
        (_path, _memory) = (recordPath, recordPath is null ? new MemoryStream() : null);
        _record = record();
        (_model, _parameters) = (model, [.. model.Parameters]);
        Module[] modules = [.. ModuleTree.Of(model)];
        Dictionary<Parameter, Tensor> starts = [];
        foreach (Lens lens in _lenses)
            lens.Begin(new(this, lens, modules, _parameters, starts));
        _watch = new ModuleWatch(this, modules, _lenses);
    }
}
