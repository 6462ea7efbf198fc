using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>A light check-up of the model after every epoch: what it makes of its input, where its outputs lie, whether a layer is used twice, and whether validation judges it with dropout on.</summary>
/// <remarks>
/// own, exchanged: the mean loss of the probe's texts, and with their texts exchanged between them (mean of several exchanges); spread: the standard deviation of the
/// logits between texts. Outputs: smallest, largest, and the largest distance of a text's sum from 1.
/// </remarks>
public sealed class ModelChecks : Lens
{
    LensContext? _context;
    bool _dropout;
    int _batches;
    int _withDropout;

    /// <inheritdoc/>
    public override string Name => "checks";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.Loss;

    /// <inheritdoc/>
    public override bool Probes => true;

    /// <inheritdoc/>
    public override bool WatchesEvaluation => true;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        (_dropout, _batches, _withDropout) = (false, 0, 0);
    }

    /// <inheritdoc/>
    public override ModuleSignals Watches(Module module) => module is Dropout { Probability: > 0 } or VariationalDropout { Probability: > 0 } or Nn.Recurrent { Options.Dropout: > 0 } ? ModuleSignals.Output : ModuleSignals.None;

    /// <inheritdoc/>
    public override void OnOutput(in ModuleOutput output) => _dropout |= output.Training && output.Module.Training;

    /// <inheritdoc/>
    public override void OnLoss(double value, int examples, bool train)
    {
        if (!train)
        {
            _batches++;
            _withDropout += _dropout ? 1 : 0;
        }
        _dropout = false;
    }

    /// <inheritdoc/>
    public override void OnProbe(ProbeRun probe) => probe.Look(probe.Probe.Sequences, view =>
    {
        Push("input", "own", probe.Probe.Loss(view.Logits, probe.Probe.Labels).Item());
        Push("input", "exchanged", InputMeasure.Exchanged(probe.Probe, view.Logits, probe.Probe.Labels));
        Push("input", "spread", InputMeasure.Spread(view.Logits));
        OutputsCheck outputs = OutputsMeasure.Of(view.Logits);
        Push("outputs", "smallest", outputs.Smallest);
        Push("outputs", "largest", outputs.Largest);
        Push("outputs", "fromOne", outputs.FromOne);
        Push("outputs", "columns", outputs.Columns);
        foreach (IGrouping<string, RecurrentPass> passes in view.Passes.GroupBy(pass => pass.Name).Where(group => group.Count() > 1))
            Push(passes.Key, "passes", passes.Count());
    });

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        if (_batches > 0)
            Push("validation", "dropout", (double)_withDropout / _batches);
        OnEpochSkipped();
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped() => (_dropout, _batches, _withDropout) = (false, 0, 0);

    /// <inheritdoc/>
    public override void Keep(KeptState state) =>
        (_dropout, _batches, _withDropout) = (state.Flag("dropout", _dropout), state.Number("batches", _batches), state.Number("with dropout", _withDropout));

    void Push(string series, string statistic, double value) => _context!.Open(RecordTable.Epoch, series, statistic, RecordPrecision.Double).Push(value);
}
