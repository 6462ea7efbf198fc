using System.Text.Json;
using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Steps that stand out, with the texts of their batch: the five largest of an epoch, and the run's first that is not finite.</summary>
/// <remarks>
/// After twenty steps a step stands out where the norm of all gradients or that of the whole update is more than five times the median of the
/// hundred steps before, or where the loss is more than twice its running mean and six standard deviations above it. How far it stands out is its value over the typical
/// one. Of a thinned lens updates are those of the steps that it looks at, and so are the lengths, the shares of the gradient and the profile of a batch; norms, losses, rows
/// and texts are known of every step. Rows and losses come from <see cref="Inspector.PushExamples"/>, texts from <see cref="Inspector.TextOf"/>.
/// </remarks>
public sealed class Spikes : Lens
{
    const int KeptPerEpoch = 5;
    const int WarmUp = 20;
    const double NormFactor = 5;
    const double LossFactor = 2;
    const double LossDeviations = 6;

    readonly BatchTrace _trace = new();
    readonly RunningMedian _norms = new();
    readonly RunningMedian _updates = new();
    readonly RunningMoments _losses = new();
    readonly List<(double Rank, SpikeDocument Document)> _kept = [];
    LensContext? _context;
    Recurrent? _top;
    long _steps;
    double _norm = double.NaN;
    double _loss = double.NaN;
    double _updateSquares;
    bool _hasNorm;
    bool _hasLoss;
    bool _hasUpdate;
    bool _sawNonFinite;

    /// <inheritdoc/>
    public override string Name => "spikes";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.Loss | LensCalls.Examples | LensCalls.Parameter | LensCalls.Step | LensCalls.StepEnd;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _top) = (context, context.Modules.OfType<Recurrent>().LastOrDefault());
        (_steps, _sawNonFinite) = (0, false);
        _norms.Clear();
        _updates.Clear();
        _losses.Clear();
        _kept.Clear();
        ClearStep();
    }

    /// <inheritdoc/>
    public override ModuleSignals Watches(Module module) =>
        module is Embedding ? ModuleSignals.Tokens : module == _top ? ModuleSignals.RecurrenceGradient : ModuleSignals.None;

    /// <inheritdoc/>
    public override void OnTokens(Embedding embedding, SequenceBatch batch, bool training) => _trace.Read(_context!.Texts.Read(embedding, batch), batch);

    /// <inheritdoc/>
    public override void OnRecurrenceGradient(RecurrentPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        if (pass.Layer == pass.Module.Options.Layers - 1)
            _trace.Walked(pass, _context!.Texts.Of(pass.Layout));
    }

    /// <inheritdoc/>
    public override void OnExamples(in ExampleBatch batch)
    {
        if (batch.Train)
            _trace.Examples(batch.Rows, batch.Losses);
    }

    /// <inheritdoc/>
    public override void OnLoss(double value, int examples, bool train)
    {
        if (train)
            (_loss, _hasLoss) = (value, true);
    }

    /// <inheritdoc/>
    public override void OnParameter(in ParameterObservation parameter) => (_updateSquares, _hasUpdate) = (_updateSquares + parameter.Sums.UpdateNormSquared, true);

    /// <inheritdoc/>
    public override void OnStep(in StepObservation step) => (_norm, _hasNorm) = (step.Norm, true);

    /// <inheritdoc/>
    public override void OnStepEnd(long step)
    {
        double update = Math.Sqrt(_updateSquares);
        if ((_hasNorm && !double.IsFinite(_norm)) || (_hasLoss && !double.IsFinite(_loss)))
        {
            if (!_sawNonFinite)
                Keep(step, "non-finite", double.PositiveInfinity, double.IsFinite(_loss) ? _norm : _loss, double.IsFinite(_loss) ? _norms.Value : _losses.Mean);
            _sawNonFinite = true;
        }
        else
        {
            if (_steps >= WarmUp)
                Judge(step, update);
            if (_hasNorm)
                _norms.Add(_norm);
            if (_hasUpdate)
                _updates.Add(update);
            if (_hasLoss)
                _losses.Add(_loss);
            _steps++;
        }
        ClearStep();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        foreach ((_, SpikeDocument document) in _kept.OrderBy(spike => spike.Document.Step))
            _context!.Write("all", "batch", JsonSerializer.Serialize(document, SpikeJsonContext.Default.SpikeDocument), document.Step);
        _kept.Clear();
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        _kept.Clear();
        ClearStep();
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        _norms.Keep(state.Part("norms"));
        _updates.Keep(state.Part("updates"));
        _losses.Keep(state.Part("losses"));
        (_steps, _sawNonFinite) = (state.Number("steps", _steps), state.Flag("saw non-finite", _sawNonFinite));
        double[] ranks = state.Array<double>("ranks", [.. _kept.Select(spike => spike.Rank)]);
        IReadOnlyList<string> documents = state.Texts("documents", _kept.Select(spike => JsonSerializer.Serialize(spike.Document, SpikeJsonContext.Default.SpikeDocument)));
        _kept.Clear();
        _kept.AddRange(ranks.Zip(documents, (rank, document) => (rank, JsonSerializer.Deserialize(document, SpikeJsonContext.Default.SpikeDocument)!)));
    }

    void Judge(long step, double update)
    {
        if (_hasNorm && _norms.IsExceeded(_norm, NormFactor))
            Keep(step, "gradient norm", _norm / _norms.Value, _norm, _norms.Value);
        else if (_hasLoss && _loss > LossFactor * _losses.Mean && _losses.Deviations(_loss) > LossDeviations)
            Keep(step, "loss", _loss / _losses.Mean, _loss, _losses.Mean);
        else if (_hasUpdate && _updates.Count >= WarmUp && _updates.IsExceeded(update, NormFactor))
            Keep(step, "update norm", update / _updates.Value, update, _updates.Value);
    }

    /// <summary>Texts are looked up for those only that are among the largest so far.</summary>
    void Keep(long step, string reason, double rank, double value, double typical)
    {
        if (_kept.Count == KeptPerEpoch)
        {
            int least = 0;
            for (int i = 1; i < _kept.Count; i++)
                least = _kept[i].Rank < _kept[least].Rank ? i : least;
            if (_kept[least].Rank >= rank)
                return;
            _kept.RemoveAt(least);
        }
        (int start, double?[] profile) = _trace.Profile();
        _kept.Add((rank, new()
        {
            Epoch = _context!.Epoch,
            Step = step,
            Reason = reason,
            Value = BatchTrace.Finite(value),
            Typical = BatchTrace.Finite(typical),
            Examples = _trace.Describe(_context),
            ProfileStart = start,
            Profile = profile,
        }));
    }

    void ClearStep()
    {
        _trace.Clear();
        (_norm, _loss, _updateSquares, _hasNorm, _hasLoss, _hasUpdate) = (double.NaN, double.NaN, 0, false, false, false);
    }
}
