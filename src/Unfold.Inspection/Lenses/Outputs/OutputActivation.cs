using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Which outputs are switched on: the share that is not zero, and the units that are zero for every example.</summary>
/// <remarks>
/// An output counts as on where |x| is above both thresholds: the absolute one, and the relative one times the tensor's root mean
/// square, so that outputs that are tiny as a whole are not called dead. A unit is a column of the output: a feature. A saturated
/// tanh is on; whether states are saturated is another lens's question. All passes of one step count together. What is computed
/// without recording gradients is validation, whether or not the model was told <see cref="Module.Eval"/>.
/// </remarks>
public sealed class OutputActivation : Lens
{
    readonly ModuleChoice _choice;
    readonly double _relative;
    readonly double _absolute;
    readonly Dictionary<Module, Entry> _entries = [];
    LensContext? _context;

    /// <summary>A lens on activation layers and dropout, and on what else is asked for.</summary>
    /// <param name="activations">Whether to take activation layers by themselves.</param>
    /// <param name="dropout">Whether to take dropout by itself.</param>
    /// <param name="include">Other modules, by type, path or whatever they are; <c>module is Rnn</c> takes subclasses too.</param>
    /// <param name="exclude">Modules to leave out in any case.</param>
    /// <param name="relativeThreshold">From which share of the tensor's root mean square an output is on.</param>
    /// <param name="absoluteThreshold">From which size on an output is on.</param>
    /// <param name="validation">Whether to look at validation too.</param>
    /// <param name="every">From one step that is looked at to the next.</param>
    public OutputActivation(
        bool activations = true,
        bool dropout = true,
        Func<Module, bool>? include = null,
        Func<Module, bool>? exclude = null,
        double relativeThreshold = 1e-6,
        double absoluteThreshold = 0,
        bool validation = true,
        int every = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        ArgumentOutOfRangeException.ThrowIfNegative(relativeThreshold);
        ArgumentOutOfRangeException.ThrowIfNegative(absoluteThreshold);
        _choice = new(module => (activations && module is ActivationLayer) || (dropout && module is Dropout), include, exclude);
        (_relative, _absolute, WatchesEvaluation, Every) = (relativeThreshold, absoluteThreshold, validation, every);
    }

    /// <inheritdoc/>
    public override string Name => "activation";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.StepEnd;

    /// <inheritdoc/>
    public override int Every { get; }

    /// <inheritdoc/>
    public override bool WatchesEvaluation { get; }

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        _entries.Clear();
        foreach (Module module in context.Modules.Where(_choice.Takes))
        {
            string name = LensContext.NameOf(module);
            _entries.Add(module, new(name, context.Open(RecordTable.Step, name, "active"), context.Open(RecordTable.Step, name, "dead")));
        }
    }

    /// <inheritdoc/>
    public override ModuleSignals Watches(Module module) => _entries.ContainsKey(module) ? ModuleSignals.Output : ModuleSignals.None;

    /// <inheritdoc/>
    public override void OnOutput(in ModuleOutput output)
    {
        if (output.Output.Length == 0)
            return;
        Entry entry = _entries[output.Module];
        Tally tally = output.Training ? entry.Step : entry.Validation;
        double squares = Sums.Squares(output.Output);
        double threshold = Math.Max(_absolute, _relative * Math.Sqrt(squares / output.Output.Length));
        tally.Add(output.Output, squares, threshold);
        if (output.Training)
            return;
        entry.ValidationSums.Add(tally);
        tally.Clear();
    }

    /// <inheritdoc/>
    public override void OnStepEnd(long step)
    {
        foreach (Entry entry in _entries.Values)
        {
            Tally tally = entry.Step;
            if (tally.Elements == 0)
                continue;
            entry.Active.Push(tally.Active);
            entry.Dead.Push(tally.Dead);
            entry.Epoch.Add(tally);
            tally.Clear();
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        (double leastActive, double mostDead) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (Entry entry in _entries.Values)
        {
            if (entry.Epoch.Count > 0)
            {
                _context!.Open(RecordTable.Epoch, entry.Name, "deadEpoch").Push(entry.Epoch.DeadThroughout);
                leastActive = Math.Min(leastActive, entry.Epoch.MeanActive);
                mostDead = Math.Max(mostDead, entry.Epoch.MeanDead);
            }
            if (entry.ValidationSums.Count > 0)
            {
                _context!.Open(RecordTable.Epoch, entry.Name, "active.validation").Push(entry.ValidationSums.Active);
                _context!.Open(RecordTable.Epoch, entry.Name, "dead.validation").Push(entry.ValidationSums.Dead);
            }
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
        foreach (Entry entry in _entries.Values)
        {
            entry.Step.Clear();
            entry.Validation.Clear();
            entry.Epoch.Clear();
            entry.ValidationSums.Clear();
        }
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        foreach (Entry entry in _entries.Values)
        {
            entry.Epoch.Keep(state.Part(entry.Name));
            entry.ValidationSums.Keep(state.Part(entry.Name).Part("validation"));
        }
    }

    sealed class Entry(string name, Series active, Series dead)
    {
        public string Name => name;

        public Series Active => active;

        public Series Dead => dead;

        public Tally Step { get; } = new();

        public Tally Validation { get; } = new();

        public EpochTally Epoch { get; } = new();

        public EpochTally ValidationSums { get; } = new();
    }

    /// <summary>How often each unit was on in a step or batch.</summary>
    sealed class Tally
    {
        long[] _counts = [];
        bool _broken;

        public int Units { get; private set; }

        public long Elements { get; private set; }

        public ReadOnlySpan<long> Counts => _counts.AsSpan(0, Units);

        public double Active => _broken ? double.NaN : (double)Total(Counts) / Elements;

        public double Dead => _broken ? double.NaN : (double)Counts.Count(0L) / Units;

        public void Add(Tensor output, double squares, double threshold)
        {
            int width = output.Shape.Columns;
            if (_counts.Length < width)
                Array.Resize(ref _counts, width);
            Units = Math.Max(Units, width);
            Elements += output.Length;
            _broken |= !double.IsFinite(squares);
            if (output.DType == DType.Float32)
                Sums.CountAbove(output.Span<float>(), width, (float)threshold, _counts);
            else
                Sums.CountAbove(output.Span<double>(), width, threshold, _counts);
        }

        public void Clear()
        {
            Array.Clear(_counts);
            (Units, Elements, _broken) = (0, 0, false);
        }

        static long Total(ReadOnlySpan<long> counts)
        {
            long sum = 0;
            foreach (long count in counts)
                sum += count;
            return sum;
        }
    }

    /// <summary>The steps or batches of an epoch: their means, and which units were on at all. Those that hold NaN are left out.</summary>
    sealed class EpochTally
    {
        bool[] _on = [];
        double _active;
        double _dead;
        double _weightedActive;
        double _weightedDead;
        double _elements;
        int _units;

        public long Count { get; private set; }

        public double MeanActive => _active / Count;

        public double MeanDead => _dead / Count;

        /// <summary>Weighted by the numbers behind each batch: a smaller last batch counts less.</summary>
        public double Active => _weightedActive / _elements;

        /// <inheritdoc cref="Active"/>
        public double Dead => _weightedDead / _elements;

        public double DeadThroughout => (double)_on.AsSpan(0, _units).Count(false) / _units;

        public void Add(Tally tally)
        {
            (double active, double dead) = (tally.Active, tally.Dead);
            if (double.IsNaN(active))
                return;
            Count++;
            (_active, _dead) = (_active + active, _dead + dead);
            (_weightedActive, _weightedDead, _elements) = (_weightedActive + active * tally.Elements, _weightedDead + dead * tally.Elements, _elements + tally.Elements);
            _units = Math.Max(_units, tally.Units);
            if (_on.Length < _units)
                Array.Resize(ref _on, _units);
            ReadOnlySpan<long> counts = tally.Counts;
            for (int i = 0; i < counts.Length; i++)
                _on[i] |= counts[i] > 0;
        }

        public void Keep(KeptState state)
        {
            _on = [.. state.Array<float>("on", [.. _on.Select(on => on ? 1f : 0f)]).Select(on => on != 0)];
            (Count, _active, _dead) = (state.Number("count", Count), state.Number("active", _active), state.Number("dead", _dead));
            (_weightedActive, _weightedDead) = (state.Number("weighted active", _weightedActive), state.Number("weighted dead", _weightedDead));
            (_elements, _units) = (state.Number("elements", _elements), state.Number("units", _units));
        }

        public void Clear()
        {
            Array.Clear(_on);
            (Count, _active, _dead, _weightedActive, _weightedDead, _elements, _units) = (0, 0, 0, 0, 0, 0, 0);
        }
    }
}
