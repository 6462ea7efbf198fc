using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Whether states are saturated, in the range where they learn, or dead: each apart from the others.</summary>
/// <remarks>
/// From every thirty-second training step; padding is left out where the embedding says which token it is. Saturated is abs(h) > 0.95 for tanh and
/// GRU, abs(tanh c) > 0.95 for LSTM, abs(2h − 1) > 0.95 for a sigmoid; a ReLU has none. The slope is the mean derivative of the state's
/// non-linearity: 1 − h², 1 − tanh² c, h(1 − h), the share of h > 0, for GRU 1 − n². A ReLU unit is dead when no step of the epoch, padding included,
/// gave anything but zero: that is looked at in every step that the lens sees. Histogram and slope come from at most 96 evenly chosen rows of a batch.
/// </remarks>
public sealed class StateStatistics : Lens
{
    readonly Dictionary<(Recurrent, int), StateSeries> _planes = [];
    readonly RealRows _rows = new();
    LensContext? _context;
    bool _everyStep;

    /// <inheritdoc/>
    public override string Name => "states";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override int Every => _everyStep ? 1 : Sampling.States;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _everyStep = context.Modules.Any(module => module is Rnn { Activation: Activation.Relu });
        _planes.Clear();
    }

    /// <inheritdoc/>
    public override ModuleSignals Watches(Module module) => module switch
    {
        Embedding => ModuleSignals.Tokens,
        Recurrent => ModuleSignals.Recurrence,
        _ => ModuleSignals.None,
    };

    /// <inheritdoc/>
    public override void OnTokens(Embedding embedding, SequenceBatch batch, bool training)
    {
        if (Looks)
            _context!.Texts.Read(embedding, batch);
    }

    /// <inheritdoc/>
    public override void OnRecurrence(RecurrentPass pass, bool training)
    {
        ArgumentNullException.ThrowIfNull(pass);
        (Recurrent, int) key = Planes.KeyOf(pass);
        if (!_planes.TryGetValue(key, out StateSeries? plane))
            _planes.Add(key, plane = new StateSeries(pass.Name, pass.Module));
        plane.LookForLife(pass);
        if (!Looks)
            return;
        _rows.Load(pass.Layout, _context!.Texts.Of(pass.Layout));
        plane.Add(pass, _rows);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        foreach (StateSeries plane in _planes.Values)
            plane.Write(_context!);
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        foreach (StateSeries plane in _planes.Values)
            plane.Clear();
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state) => Planes.Keep(state, _context!.Modules, _planes, (module, part) => new(part.Text("name", ""), module), (series, part) => series.Keep(part));

    bool Looks => !_everyStep || _context!.Takes(Sampling.States);
}
