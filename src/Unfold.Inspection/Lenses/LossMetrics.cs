using System.Runtime.InteropServices;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Losses and metrics, of training and of validation apart, every mean weighted by the examples behind it.</summary>
/// <remarks>Every batch's loss is kept in the record, so that its quantiles within an epoch are exact.</remarks>
public sealed class LossMetrics : Lens
{
    readonly OrderedDictionary<(bool Train, string Name), Pushed> _pushed = [];
    readonly Dictionary<(bool Train, string Name), Distribution> _last = [];
    readonly Pushed _trainLosses = new();
    readonly Pushed _validationLosses = new();
    readonly ClassTally _trainClasses = new();
    readonly ClassTally _validationClasses = new();
    LensContext? _context;
    Series? _train;
    Series? _validation;

    /// <inheritdoc/>
    public override string Name => "loss";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.Loss | LensCalls.Examples;

    /// <summary>Training means of the epoch that ended last; empty where nothing was pushed.</summary>
    public MetricValues Train { get; private set; } = [];

    /// <summary>Validation means of the epoch that ended last; empty where nothing was pushed.</summary>
    public MetricValues Validation { get; private set; } = [];

    /// <summary>How the losses of the training batches lay in the epoch that ended last.</summary>
    public Distribution TrainBatches => _train?.LastEpoch ?? new();

    /// <summary>How the losses of the validation batches lay in the epoch that ended last.</summary>
    public Distribution ValidationBatches => _validation?.LastEpoch ?? new();

    /// <summary>How the numbers pushed for a metric lay in the epoch that ended last: its median, quartiles and spread, each push counting once.</summary>
    public Distribution Pushes(string metric, bool train) => _last.GetValueOrDefault((train, metric)) ?? new();

    /// <summary>The mean loss of the epoch that ended last, or nothing: what early stopping looks at.</summary>
    public double? Loss(bool train) => (train ? Train : Validation).Loss;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        OnEpochSkipped();
        _last.Clear();
        (Train, Validation) = ([], []);
        _train = context.Open(RecordTable.Step, "train", MetricNames.Loss);
        _validation = context.Open(RecordTable.Validation, "validation", MetricNames.Loss);
    }

    /// <inheritdoc/>
    public override void OnLoss(double value, int examples, bool train)
    {
        (train ? _train! : _validation!).Push(value);
        AddLoss(value, examples, train);
        if (!double.IsFinite(value))
            _context!.Alarm(train ? "train" : "validation", MetricNames.Loss, $"the {(train ? "training" : "validation")} loss is {value}");
    }

    /// <inheritdoc/>
    public override void OnExamples(in ExampleBatch batch) => (batch.Train ? _trainClasses : _validationClasses).Add(batch);

    /// <inheritdoc/>
    public override void OnMetric(string name, double value, int examples, bool train)
    {
        if (name == MetricNames.Loss)
        {
            AddLoss(value, examples, train);
            return;
        }
        if (!_pushed.TryGetValue((train, name), out Pushed? pushed))
            _pushed.Add((train, name), pushed = new());
        pushed.Add(value, examples);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        (Train, Validation) = ([], []);
        _last.Clear();
        foreach (((bool train, string name), Pushed pushed) in _pushed)
        {
            (train ? Train : Validation)[name] = pushed.Mean.Value;
            _last[(train, name)] = Distribution.Of(CollectionsMarshal.AsSpan(pushed.Values));
            _context!.Open(RecordTable.Epoch, train ? "train" : "validation", name, RecordPrecision.Double).Push(pushed.Mean.Value);
        }
        WriteClasses("train", _trainClasses);
        WriteClasses("validation", _validationClasses);
        OnEpochSkipped();
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        _pushed.Clear();
        _trainLosses.Clear();
        _validationLosses.Clear();
        _trainClasses.Clear();
        _validationClasses.Clear();
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        IReadOnlyList<string> names = state.Texts("pushed", _pushed.Keys.Select(key => $"{(key.Train ? 't' : 'v')}{key.Name}"));
        foreach ((string name, bool train, string metric) in state.Parse("pushed", names, name => (name, name[0] == 't', name[1..])))
        {
            if (!_pushed.TryGetValue((train, metric), out Pushed? pushed))
                _pushed.Add((train, metric), pushed = metric != MetricNames.Loss ? new() : train ? _trainLosses : _validationLosses);
            pushed.Keep(state.Part(name));
        }
        _trainClasses.Keep(state.Part("train classes"));
        _validationClasses.Keep(state.Part("validation classes"));
        (Train, Validation) = (Keep(state.Part("train"), Train), Keep(state.Part("validation"), Validation));
    }

    static MetricValues Keep(KeptState state, MetricValues values)
    {
        var kept = new MetricValues();
        foreach (string name in state.Texts("names", values.Select(pair => pair.Key)))
            kept[name] = state.Number(name, values.Find(name) ?? 0);
        return kept;
    }

    /// <summary>A loss comes at every step: it is not looked up by its name.</summary>
    void AddLoss(double value, int examples, bool train)
    {
        Pushed losses = train ? _trainLosses : _validationLosses;
        if (losses.Values.Count == 0)
            _pushed.Add((train, MetricNames.Loss), losses);
        losses.Add(value, examples);
    }

    void WriteClasses(string series, ClassTally tally)
    {
        float[] rows = tally.Take();
        if (rows.Length > 0)
            _context!.Write(series, "classes", rows, rows: 3);
    }

    /// <summary>What was pushed under one name since the epoch began.</summary>
    sealed class Pushed
    {
        WeightedMean _mean;

        public WeightedMean Mean => _mean;

        public List<double> Values { get; } = [];

        public void Add(double value, int examples)
        {
            _mean.Add(value, examples);
            Values.Add(value);
        }

        public void Keep(KeptState state)
        {
            _mean.Keep(state);
            state.List("values", Values);
        }

        public void Clear()
        {
            _mean = default;
            Values.Clear();
        }
    }
}
