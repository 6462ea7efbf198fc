using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>The gradient of the loss by what modules compute: its norm, and its cosine with the one of the step before.</summary>
/// <remarks>
/// Norm and product run over the whole tensor of a batch. Steps are compared where they have the same shape — of sequences: the same
/// number of them at every time step — and where every element has its counterpart; the cosine is missing elsewhere, as at the smaller
/// last batch of an epoch and the first after it. An output that the loss does not depend on, or only by another way (the final state), has no
/// gradient and no number. Several passes of one step count as one long tensor.
/// </remarks>
public sealed class OutputGradientGeometry : Lens
{
    readonly ModuleChoice _choice;
    readonly bool _cosine;
    readonly bool _rms;
    readonly Dictionary<Module, Entry> _entries = [];

    /// <summary>A lens on all leaf modules: embeddings, recurrent and linear layers, dropout.</summary>
    /// <param name="cosine">Whether to compare with the step before; a copy of each gradient is kept for it.</param>
    /// <param name="rootMeanSquare">Whether to keep norm / √elements as well.</param>
    /// <param name="skipActivations">Whether to leave out activation layers, whose gradient says little that their neighbour's does not.</param>
    /// <param name="include">Other modules, by type, path or whatever they are.</param>
    /// <param name="exclude">Modules to leave out in any case.</param>
    /// <param name="every">From one step that is looked at to the next; the cosine is then with the one looked at before.</param>
    public OutputGradientGeometry(
        bool cosine = true,
        bool rootMeanSquare = false,
        bool skipActivations = true,
        Func<Module, bool>? include = null,
        Func<Module, bool>? exclude = null,
        int every = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        _choice = new(module => ModuleChoice.IsLeaf(module) && !(skipActivations && module is ActivationLayer), include, exclude);
        (_cosine, _rms, Every) = (cosine, rootMeanSquare, every);
    }

    /// <inheritdoc/>
    public override string Name => "outputGradients";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.StepEnd;

    /// <inheritdoc/>
    public override int Every { get; }

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _entries.Clear();
        foreach (Module module in context.Modules.Where(_choice.Takes))
        {
            string name = LensContext.NameOf(module);
            _entries.Add(module, new(
                context.Open(RecordTable.Step, name, "norm"),
                _rms ? context.Open(RecordTable.Step, name, "rms") : null,
                _cosine ? context.Open(RecordTable.Step, name, "cosine") : null));
        }
    }

    /// <inheritdoc/>
    public override ModuleSignals Watches(Module module) => _entries.ContainsKey(module) ? ModuleSignals.OutputGradient : ModuleSignals.None;

    /// <inheritdoc/>
    public override void OnOutputGradient(in ModuleOutput output)
    {
        if (output.Output.Grad is not { } gradient)
            return;
        Entry entry = _entries[output.Module];
        double squares = Sums.Squares(gradient);
        entry.Squares += squares;
        entry.Elements += gradient.Length;
        int pass = entry.Passes++;
        if (!_cosine)
            return;
        if (pass == entry.Kept.Count)
            entry.Kept.Add(new());
        entry.Dot += entry.Kept[pass].Exchange(gradient, output.Layout);
    }

    /// <inheritdoc/>
    public override void OnStepEnd(long step)
    {
        foreach (Entry entry in _entries.Values)
        {
            if (entry.Passes == 0)
                continue;
            double norm = Math.Sqrt(entry.Squares);
            entry.Norm.Push(norm);
            entry.Rms?.Push(norm / Math.Sqrt(entry.Elements));
            double scale = norm * entry.LastNorm;
            if (step - entry.LastStep == Every && entry.Passes == entry.LastPasses && scale > 0 && double.IsFinite(scale) && double.IsFinite(entry.Dot))
                entry.Cosine?.Push(Math.Clamp(entry.Dot / scale, -1, 1));
            (entry.LastStep, entry.LastNorm, entry.LastPasses) = (step, norm, entry.Passes);
            entry.Clear();
        }
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        foreach (Entry entry in _entries.Values)
            entry.Clear();
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        foreach ((Module module, Entry entry) in _entries)
            entry.Keep(state.Part(LensContext.NameOf(module)));
    }

    sealed class Entry(Series norm, Series? rms, Series? cosine)
    {
        public Series Norm => norm;

        public Series? Rms => rms;

        public Series? Cosine => cosine;

        /// <summary>The gradients of the step before, pass by pass.</summary>
        public List<KeptGradient> Kept { get; } = [];

        public double Squares { get; set; }

        public double Dot { get; set; }

        public long Elements { get; set; }

        public int Passes { get; set; }

        public long LastStep { get; set; } = long.MinValue / 2;

        public double LastNorm { get; set; }

        public int LastPasses { get; set; }

        public void Keep(KeptState state)
        {
            (LastStep, LastNorm, LastPasses) = (state.Number("last step", LastStep), state.Number("last norm", LastNorm), state.Number("last passes", LastPasses));
            int passes = state.Number("kept", Kept.Count);
            for (int i = 0; i < passes; i++)
            {
                if (i == Kept.Count)
                    Kept.Add(new());
                Kept[i].Keep(state.Part($"pass {i}"));
            }
        }

        public void Clear() => (Squares, Dot, Elements, Passes) = (0, 0, 0, 0);
    }

    /// <summary>A copy of a gradient, in the same buffer from step to step.</summary>
    sealed class KeptGradient
    {
        Array _values = Array.Empty<float>();
        int[] _active = [];
        Shape _shape;
        int _steps = -1;

        /// <summary>The product with what is kept, NaN where the shapes differ; and keeps the new one.</summary>
        public double Exchange(Tensor gradient, SequenceLayout? layout) => gradient.DType == DType.Float32
            ? Exchange<float>(gradient, layout)
            : Exchange<double>(gradient, layout);

        public void Keep(KeptState state)
        {
            _steps = state.Number("steps", _steps);
            _active = state.Array("active", _active);
            int[] axes = state.Array("shape", _shape.ToArray());
            _shape = Shape.Of(axes);
            if (state.Flag("double", _values is double[]))
                _values = state.Array("values", _values as double[] ?? []);
            else
                _values = state.Array("values", _values as float[] ?? []);
        }

        double Exchange<T>(Tensor gradient, SequenceLayout? layout)
            where T : unmanaged
        {
            ReadOnlySpan<T> values = gradient.Span<T>();
            ReadOnlySpan<int> active = layout is null ? [] : layout.ActiveCounts;
            T[] kept = _values as T[] ?? [];
            bool same = _steps == active.Length && kept.Length >= values.Length && _shape == gradient.Shape && active.SequenceEqual(_active.AsSpan(0, _steps));
            double dot = same ? Sums.Products(values, kept.AsSpan(0, values.Length)) : double.NaN;
            if (kept.Length < values.Length)
                _values = kept = new T[values.Length];
            values.CopyTo(kept);
            if (!same)
            {
                if (_active.Length < active.Length)
                    _active = new int[active.Length];
                active.CopyTo(_active);
                (_shape, _steps) = (gradient.Shape, active.Length);
            }
            return dot;
        }
    }
}
