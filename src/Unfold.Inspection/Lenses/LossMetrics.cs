using System.Runtime.InteropServices;

namespace Unfold.Inspection;

/// <summary>Losses and metrics, of training and of validation apart, every mean weighted by the examples behind it.</summary>
/// <remarks>Every batch's loss is kept in the record, so that its quantiles within an epoch are exact.</remarks>
public sealed class LossMetrics : Lens
{
    readonly OrderedDictionary<(bool Train, string Name), WeightedMean> _means = [];
    readonly Dictionary<(bool Train, string Name), List<double>> _pushed = [];
    readonly Dictionary<(bool Train, string Name), Distribution> _last = [];
    LensContext? _context;
    Series? _train;
    Series? _validation;

    /// <inheritdoc/>
    public override string Name => "loss";

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
        OnMetric(MetricNames.Loss, value, examples, train);
        if (!double.IsFinite(value))
            _context!.Alarm(train ? "train" : "validation", MetricNames.Loss, $"the {(train ? "training" : "validation")} loss is {value}");
    }

    /// <inheritdoc/>
    public override void OnMetric(string name, double value, int examples, bool train)
    {
        WeightedMean mean = _means.TryGetValue((train, name), out WeightedMean known) ? known : default;
        mean.Add(value, examples);
        _means[(train, name)] = mean;
        if (!_pushed.TryGetValue((train, name), out List<double>? pushed))
            _pushed.Add((train, name), pushed = []);
        pushed.Add(value);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        (Train, Validation) = ([], []);
        _last.Clear();
        foreach (((bool train, string name), WeightedMean mean) in _means)
        {
            (train ? Train : Validation)[name] = mean.Value;
            _last[(train, name)] = Distribution.Of(CollectionsMarshal.AsSpan(_pushed[(train, name)]));
            _context!.Open(RecordTable.Epoch, train ? "train" : "validation", name, RecordPrecision.Double).Push(mean.Value);
        }
        OnEpochSkipped();
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        _means.Clear();
        foreach (List<double> pushed in _pushed.Values)
            pushed.Clear();
    }
}
