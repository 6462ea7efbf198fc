using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Where the gates of LSTM and GRU stand: of every gate apart, every unit apart, and over time.</summary>
/// <remarks>
/// From every sixteenth training step; padding is left out where the embedding says which token it is. LSTM i, f, g, o; GRU r, z, n. A share is
/// low below 0.1 and high above 0.9; g and n are tangents and take −0.9 and 0.9. Units' quantiles come from 64 bins and at most 96 evenly
/// chosen rows of a batch, everything else from all rows.
/// Source: A. Karpathy, J. Johnson, L. Fei-Fei, "Visualizing and Understanding Recurrent Networks", 2015.
/// </remarks>
public sealed class GateStatistics : Lens
{
    readonly Dictionary<(Recurrent, int), GateSeries> _byPlane = [];
    readonly RealRows _rows = new();
    LensContext? _context;

    /// <inheritdoc/>
    public override string Name => "gates";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override int Every => Sampling.Gates;

    /// <summary>The gates of a module in the order of its weights; none for an <see cref="Rnn"/>.</summary>
    internal static IReadOnlyList<string> GatesOf(Module module) => module switch
    {
        Lstm => ["i", "f", "g", "o"],
        Gru => ["r", "z", "n"],
        _ => [],
    };

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        _byPlane.Clear();
    }

    /// <inheritdoc/>
    public override ModuleSignals Watches(Module module) => module switch
    {
        Embedding => ModuleSignals.Tokens,
        Lstm or Gru => ModuleSignals.Recurrence,
        _ => ModuleSignals.None,
    };

    /// <inheritdoc/>
    public override void OnTokens(Embedding embedding, SequenceBatch batch, bool training) => _context!.Texts.Read(embedding, batch);

    /// <inheritdoc/>
    public override void OnRecurrence(RecurrentPass pass, bool training)
    {
        ArgumentNullException.ThrowIfNull(pass);
        (Recurrent, int) plane = Planes.KeyOf(pass);
        if (!_byPlane.TryGetValue(plane, out GateSeries? series))
        {
            series = new GateSeries(pass.Name, GatesOf(pass.Module), pass.Units);
            _byPlane.Add(plane, series);
        }
        _rows.Load(pass.Layout, _context!.Texts.Of(pass.Layout));
        series.Add(pass.Gates, _rows);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        foreach (GateSeries series in _byPlane.Values)
            series.Write(_context!);
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        foreach (GateSeries series in _byPlane.Values)
            series.Clear();
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state) => Planes.Keep(state, _context!.Modules, _byPlane, (module, part) => new(part.Text("name", ""), GatesOf(module), module.HiddenSize), (series, part) => series.Keep(part));
}
