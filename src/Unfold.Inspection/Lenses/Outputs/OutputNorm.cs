using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>How large the outputs of modules are: the mean over examples of the Euclidean norm of an example's output.</summary>
/// <remarks>
/// An example is a row of the output: one text in [B, F], one step of one text where sequences lie packed in [N, F]; padding that
/// nobody computes is in no mean. All passes of one step count together, weighted by their rows. What is computed without
/// recording gradients is validation.
/// </remarks>
public sealed class OutputNorm : Lens
{
    readonly ModuleChoice _choice;
    readonly bool _rms;
    readonly Dictionary<Module, Entry> _entries = [];
    LensContext? _context;

    /// <summary>A lens on all leaf modules: embeddings, recurrent and linear layers, activations, dropout.</summary>
    /// <param name="rootMeanSquare">Whether to keep norm / √features as well, to compare layers of different widths.</param>
    /// <param name="include">Modules that are no leaves, by type, path or whatever they are.</param>
    /// <param name="exclude">Modules to leave out in any case.</param>
    /// <param name="validation">Whether to look at validation too.</param>
    /// <param name="every">From one step that is looked at to the next.</param>
    public OutputNorm(bool rootMeanSquare = false, Func<Module, bool>? include = null, Func<Module, bool>? exclude = null, bool validation = true, int every = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        _choice = new(ModuleChoice.IsLeaf, include, exclude);
        (_rms, WatchesEvaluation, Every) = (rootMeanSquare, validation, every);
    }

    /// <inheritdoc/>
    public override string Name => "outputs";

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
            _entries.Add(module, new(name, context.Open(RecordTable.Step, name, "norm"), _rms ? context.Open(RecordTable.Step, name, "rms") : null));
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
        int width = output.Output.Shape.Columns;
        double norms = output.Output.DType == DType.Float32
            ? Sums.RowNorms(output.Output.Span<float>(), width)
            : Sums.RowNorms(output.Output.Span<double>(), width);
        if (output.Training)
            entry.Step.Add(norms, output.Output.Length / width, width);
        else
            entry.Validation.Add(norms, output.Output.Length / width, width);
        if (!double.IsFinite(norms))
            _context!.Alarm(output.Name, "norm", $"outputs of {output.Name} are NaN or infinite");
    }

    /// <inheritdoc/>
    public override void OnStepEnd(long step)
    {
        foreach (Entry entry in _entries.Values)
        {
            if (entry.Step.Rows == 0)
                continue;
            double norm = entry.Step.Mean;
            entry.Norm.Push(norm);
            entry.Rms?.Push(norm / Math.Sqrt(entry.Step.Width));
            entry.Step.Clear();
            if (double.IsFinite(norm))
                entry.Epoch.Add(norm, 1, 1);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        double sum = _entries.Values.Where(entry => entry.Epoch.Rows > 0).Sum(entry => entry.Epoch.Mean);
        foreach (Entry entry in _entries.Values)
        {
            if (entry.Epoch.Rows > 0 && sum > 0)
                _context!.Open(RecordTable.Epoch, entry.Name, "share").Push(entry.Epoch.Mean / sum);
            if (entry.Validation.Rows > 0)
                _context!.Open(RecordTable.Epoch, entry.Name, "norm.validation").Push(entry.Validation.Mean);
        }
        OnEpochSkipped();
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        foreach (Entry entry in _entries.Values)
        {
            entry.Step.Clear();
            entry.Epoch.Clear();
            entry.Validation.Clear();
        }
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        foreach (Entry entry in _entries.Values)
        {
            entry.Epoch.Keep(state.Part(entry.Name));
            entry.Validation.Keep(state.Part(entry.Name).Part("validation"));
        }
    }

    sealed class Entry(string name, Series norm, Series? rms)
    {
        public string Name => name;

        public Series Norm => norm;

        public Series? Rms => rms;

        public RowMean Step { get; } = new();

        public RowMean Epoch { get; } = new();

        public RowMean Validation { get; } = new();
    }

    sealed class RowMean
    {
        double _sum;

        public long Rows { get; private set; }

        public int Width { get; private set; }

        public double Mean => _sum / Rows;

        public void Add(double sum, long rows, int width) => (_sum, Rows, Width) = (_sum + sum, Rows + rows, width);

        public void Keep(KeptState state) => (_sum, Rows, Width) = (state.Number("sum", _sum), state.Number("rows", Rows), state.Number("width", Width));

        public void Clear() => (_sum, Rows, Width) = (0, 0, 0);
    }
}
