using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>How much gradient arrives at every word, counted back from the last one: per recurrent layer and direction, at every step.</summary>
/// <remarks>
/// G(lag) is the root of the mean over texts of ‖∂L/∂h‖². Lag 0 is where a text's state is read: its last real token, for the reverse
/// direction its first one. Padding that is read as words on that side has negative lags; padding on the other side, before any word is
/// read, is left out, and so are texts without a word. Which tokens are padding, <see cref="Embedding.PaddingIndex"/> says. Gates, cells, the split into direct
/// and carried, the gain and the epoch's quantiles are looked at in every sixteenth step. The epoch's p10, p50 and p90 come from histograms of eight bins to an octave of the square,
/// interpolated: within 6 %.
/// Source: S. Hochreiter, "Untersuchungen zu dynamischen neuronalen Netzen", 1991; R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of
/// training recurrent neural networks", 2013.
/// </remarks>
public sealed class GradientThroughTime : Lens
{
    readonly Dictionary<(Recurrent, int), TimeSeries> _all = [];
    readonly List<long> _lengths = [];
    LensContext? _context;
    (Recurrent, int)? _first; // whose pass says the lengths where no tokens do
    bool _readsTokens;
    bool _any;

    /// <inheritdoc/>
    public override string Name => "time";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.StepEnd;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _any, _first) = (context, false, null);
        _readsTokens = context.Modules.Any(module => module is Embedding);
        _all.Clear();
        _lengths.Clear();
    }

    /// <inheritdoc/>
    public override ModuleSignals Watches(Module module) => module switch
    {
        Embedding => ModuleSignals.Tokens,
        Recurrent => ModuleSignals.RecurrenceGradient,
        _ => ModuleSignals.None,
    };

    /// <inheritdoc/>
    public override void OnTokens(Embedding embedding, SequenceBatch batch, bool training) => CountLengths(_context!.Texts.Read(embedding, batch));

    /// <inheritdoc/>
    public override void OnRecurrenceGradient(RecurrentPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        RealSteps real = _context!.Texts.Of(pass.Layout);
        (Recurrent, int) key = Planes.KeyOf(pass);
        if (!_all.TryGetValue(key, out TimeSeries? series))
        {
            _first ??= key;
            _all.Add(key, series = new TimeSeries(_context!, pass.Name, pass.HiddenWeight.Shape[0] / pass.Units));
        }
        if (!_readsTokens && key == _first)
            CountLengths(real);
        bool closely = _context!.Takes(Sampling.GateGradients);
        series.Profile.Add(pass.StateGradientSquares, pass.Layout, real, pass.Reverse, closely);
        if (closely)
            series.Sampled.Add(pass, real);
        _any = true;
    }

    /// <inheritdoc/>
    public override void OnStepEnd(long step)
    {
        if (!_any)
            return;
        _any = false;
        foreach (TimeSeries series in _all.Values)
            series.EndStep();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        foreach (TimeSeries series in _all.Values)
            series.WriteEpoch();
        if (_lengths.Count > 0)
            _context!.Write("texts", "lengths", [.. _lengths.Select(count => (float)count)]);
        _lengths.Clear();
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        foreach (TimeSeries series in _all.Values)
            series.Forget();
        _lengths.Clear();
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        Planes.Keep(state, _context!.Modules, _all, (_, part) => new(_context!, part.Text("name", ""), part.Number("gates", 0)), (series, part) => series.Keep(part));
        _first = _all.Count > 0 ? _all.Keys.First() : null;
        state.List("lengths", _lengths);
    }

    void CountLengths(RealSteps real)
    {
        for (int s = 0; s < real.Last.Length; s++)
        {
            int length = real.Length(s);
            while (_lengths.Count <= length)
                _lengths.Add(0);
            _lengths[length]++;
        }
    }
}
