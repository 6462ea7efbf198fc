using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>How alike a parameter's gradients are one to ten steps apart: whether steps agree for long, turn back at once, or are noise.</summary>
/// <remarks>
/// Of every eighth stretch of twenty steps the last ten gradients are kept and compared with the new one: mean cosine at the lags 1 to 10, an array an
/// epoch. Stretches are counted anew from the beginning of each epoch, unless one is under way: that one goes on. A pair belongs to the epoch of its later step.
/// A parameter of more than 4,096 elements is folded into 4,096 numbers, each element added to a place and with a sign that are drawn once: the product
/// of two folded gradients has no bias, and their cosine a standard error of about √((1 + r²) / 4096), 0.016 to 0.022. Rows of an embedding that a batch does
/// not touch are zeros, as in the gradient itself, so two batches agree only in the words they share. Pure noise of N elements spreads like 1/√N about
/// zero; <c>noise</c> says it, folding included, N being the elements that a step touches. A net's gradients are no even noise: their N is smaller than it looks.
/// It takes about 2 % of a step of a millisecond, 16 % where every stretch is looked at.
/// Source: M. Charikar, K. Chen, M. Farach-Colton, "Finding frequent items in data streams", 2002 (the folding).
/// </remarks>
public sealed class GradientAutocorrelation : Lens
{
    /// <summary>The longest lag.</summary>
    internal const int Lags = 10;

    /// <summary>Steps in a stretch: nineteen pairs at lag 1, ten at lag 10.</summary>
    const int Stretch = 20;

    readonly int _period;
    readonly Func<string, bool> _include;
    readonly Dictionary<Parameter, Entry> _entries = [];
    readonly double[] _dots = new double[Lags];
    readonly KeptSquares _squares = new();
    LagMeans _all = new();
    LensContext? _context;
    int _position;

    /// <summary>A lens on all parameters, or on those that a predicate takes by their full name.</summary>
    /// <param name="every">Which stretches of twenty steps are looked at: 1 for all of them.</param>
    /// <param name="include">Which parameters, by full name; all of them where it is left out.</param>
    public GradientAutocorrelation(int every = 8, Func<string, bool>? include = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        (_period, _include) = (every * Stretch, include ?? (_ => true));
    }

    /// <inheritdoc/>
    public override string Name => "autocorrelation";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.Parameter | LensCalls.Step;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _position, _all) = (context, 0, new());
        _entries.Clear();
        _squares.Clear();
        for (int i = 0; i < context.Parameters.Count; i++)
        {
            if (_include(context.Names[i]))
                _entries[context.Parameters[i]] = new(context.Names[i], context.Parameters[i].Shape.Length);
        }
    }

    /// <inheritdoc/>
    public override void OnParameter(in ParameterObservation parameter)
    {
        if (_position >= Stretch || !_entries.TryGetValue(parameter.Parameter, out Entry? entry))
            return;
        long step = _context!.Step;
        KeptGradients kept = entry.Kept;
        double squares = kept.Add(parameter.Parameter, step);
        _squares.Add(step, squares);
        entry.Touched += parameter.Sums.MovedCount;
        entry.Steps++;
        for (int lag = 1; lag <= Lags; lag++)
        {
            if (kept.Squares(step - lag) is not { } before)
                continue;
            double dot = kept.Dot(step, step - lag);
            _dots[lag - 1] += dot;
            entry.Means.Add(lag, dot, squares, before);
        }
    }

    /// <inheritdoc/>
    public override void OnStep(in StepObservation step)
    {
        for (int lag = 1; lag <= Lags && _position < Stretch; lag++)
        {
            if (_squares.Of(step.Step) is { } now && _squares.Of(step.Step - lag) is { } before)
                _all.Add(lag, _dots[lag - 1], now, before);
        }
        Array.Clear(_dots);
        _position = (_position + 1) % _period;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        foreach (Entry entry in _entries.Values.Where(entry => entry.Means.Any))
        {
            entry.Means.Write(_context!, entry.Name);
            _context!.Open(RecordTable.Epoch, entry.Name, "noise").Push(entry.Kept.Noise((double)entry.Touched / entry.Steps));
        }
        if (_all.Any)
            _all.Write(_context!, "all");
        OnEpochSkipped();
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        foreach (Entry entry in _entries.Values)
            entry.Clear();
        _all.Clear();
        if (_position >= Stretch)
            _position = 0;
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        _squares.Keep(state.Part("squares"));
        _all.Keep(state.Part("all"));
        _position = state.Number("position", _position);
        foreach (Entry entry in _entries.Values)
            entry.Keep(state.Part(entry.Name));
    }

    sealed class Entry(string name, int elements)
    {
        public string Name => name;

        public KeptGradients Kept { get; } = new(elements);

        public LagMeans Means { get; } = new();

        public long Touched { get; set; }

        public long Steps { get; set; }

        public void Keep(KeptState state)
        {
            Kept.Keep(state);
            Means.Keep(state.Part("means"));
            (Touched, Steps) = (state.Number("touched", Touched), state.Number("steps seen", Steps));
        }

        public void Clear()
        {
            Means.Clear();
            (Touched, Steps) = (0, 0);
        }
    }

    /// <summary>Squared norms of the last gradients, all parameters together.</summary>
    sealed class KeptSquares
    {
        readonly double[] _squares = new double[Lags + 1];
        readonly long[] _steps = new long[Lags + 1];

        public void Clear() => Array.Fill(_steps, -1);

        public void Keep(KeptState state)
        {
            state.Fill<double>("squares", _squares);
            state.Fill<long>("steps", _steps);
        }

        public void Add(long step, double squares)
        {
            int at = (int)(step % _steps.Length);
            (_squares[at], _steps[at]) = (_steps[at] == step ? _squares[at] + squares : squares, step);
        }

        public double? Of(long step) => step >= 0 && _steps[step % _steps.Length] == step ? _squares[step % _steps.Length] : null;
    }
}
