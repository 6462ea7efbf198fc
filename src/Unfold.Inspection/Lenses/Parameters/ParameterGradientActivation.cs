using System.Numerics;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Which weights get a gradient at all: the share of elements that count, and the rows without one.</summary>
/// <remarks>
/// An element counts where |g| is above a share of the root mean square of the parameter's gradient in that step, so that gradients that are
/// small as a whole are not called dead; a gate is measured by the whole parameter. A row is one unit: a row of axis 0, of a bias each
/// entry. Rows of an embedding whose words a batch has not are dead in it. Gradients are those before clipping, after all backward passes of
/// the step. It takes a pass of its own over the gradients, so it looks at every sixteenth step unless told otherwise.
/// </remarks>
public sealed class ParameterGradientActivation : Lens
{
    readonly double _threshold;
    readonly int _every;
    readonly Func<string, bool> _include;
    readonly Dictionary<Parameter, Entry[]> _entries = [];
    LensContext? _context;

    /// <summary>A lens on all parameters, or on those that a predicate takes by their full name.</summary>
    /// <param name="threshold">From which share of the gradient's root mean square an element counts.</param>
    /// <param name="every">From one step that is looked at to the next.</param>
    /// <param name="include">Which parameters, by full name; all of them where it is left out.</param>
    public ParameterGradientActivation(double threshold = 1e-3, int every = 16, Func<string, bool>? include = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        (_threshold, _every, _include) = (threshold, every, include ?? (_ => true));
    }

    /// <inheritdoc/>
    public override string Name => "gradientActivation";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.Parameter;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        _entries.Clear();
        foreach (Parameter parameter in context.Parameters.Where(parameter => _include(parameter.Name)))
        {
            _entries.Add(parameter,
            [
                new(context, parameter.Name),
                .. parameter.Blocks.Select(gate => new Entry(context, LensContext.NameOf(parameter, gate))),
            ]);
        }
    }

    /// <inheritdoc/>
    public override void OnParameter(in ParameterObservation parameter)
    {
        if (_context!.Step % _every != 0 || parameter.Parameter.Gradient.IsEmpty || !_entries.TryGetValue(parameter.Parameter, out Entry[]? entries))
            return;
        double threshold = _threshold * Math.Sqrt(parameter.SquaredNorm / parameter.Parameter.Shape.Length);
        if (parameter.Parameter.DType == DType.Float32)
            Look(parameter.Parameter, entries, (float)threshold);
        else
            Look(parameter.Parameter, entries, threshold);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        (double leastActive, double mostDead) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (Entry entry in _entries.Values.SelectMany(entries => entries).Where(entry => entry.Count > 0))
        {
            leastActive = Math.Min(leastActive, entry.ActiveSum / entry.Count);
            mostDead = Math.Max(mostDead, entry.DeadSum / entry.Count);
        }
        if (double.IsFinite(leastActive))
        {
            _context!.Open(RecordTable.Epoch, "worst", "active").Push(leastActive);
            _context!.Open(RecordTable.Epoch, "worst", "dead").Push(mostDead);
        }
        OnEpochSkipped();
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        foreach (Entry entry in _entries.Values.SelectMany(entries => entries))
            entry.Clear();
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        foreach ((Parameter parameter, Entry[] entries) in _entries)
        {
            for (int i = 0; i < entries.Length; i++)
                entries[i].Keep(state.Part($"{parameter.Name} {i}"));
        }
    }

    static void Look<T>(Parameter parameter, Entry[] entries, T threshold)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Gradient gradient = parameter.Gradient;
        ReadOnlySpan<T> values = gradient.Values<T>();
        int rows = parameter.Shape.Rank < 2 ? parameter.Shape.Length : parameter.Shape[0];
        int length = parameter.Shape.Length / rows;
        bool broken = !T.IsFinite(threshold);
        if (gradient.IsRowSparse || entries.Length == 1)
        {
            var (active, alive) = Count(values, length, threshold);
            entries[0].Push(active, (long)rows * length, alive, rows, broken);
            return;
        }
        int gates = entries.Length - 1, each = values.Length / gates;
        (long allActive, int allAlive) = (0, 0);
        for (int i = 0; i < gates; i++)
        {
            var (active, alive) = Count(values.Slice(i * each, each), length, threshold);
            entries[i + 1].Push(active, each, alive, rows / gates, broken);
            (allActive, allAlive) = (allActive + active, allAlive + alive);
        }
        entries[0].Push(allActive, values.Length, allAlive, rows, broken);
    }

    static (long Active, int Alive) Count<T>(ReadOnlySpan<T> values, int length, T threshold)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (length == 1)
        {
            long each = Sums.CountAbove(values, threshold);
            return (each, (int)each);
        }
        (long active, int alive) = (0, 0);
        for (int at = 0; at < values.Length; at += length)
        {
            long inRow = Sums.CountAbove(values.Slice(at, length), threshold);
            active += inRow;
            alive += inRow > 0 ? 1 : 0;
        }
        return (active, alive);
    }

    sealed class Entry(LensContext context, string series)
    {
        readonly Series _active = context.Open(RecordTable.Step, series, "active");
        readonly Series _dead = context.Open(RecordTable.Step, series, "dead");

        public long Count { get; private set; }

        public double ActiveSum { get; private set; }

        public double DeadSum { get; private set; }

        public void Push(long active, long elements, int alive, int rows, bool broken)
        {
            (double share, double dead) = broken ? (double.NaN, double.NaN) : ((double)active / elements, 1 - ((double)alive / rows));
            _active.Push(share);
            _dead.Push(dead);
            if (!broken)
                (Count, ActiveSum, DeadSum) = (Count + 1, ActiveSum + share, DeadSum + dead);
        }

        public void Keep(KeptState state) =>
            (Count, ActiveSum, DeadSum) = (state.Number("count", Count), state.Number("active", ActiveSum), state.Number("dead", DeadSum));

        public void Clear() => (Count, ActiveSum, DeadSum) = (0, 0, 0);
    }
}
