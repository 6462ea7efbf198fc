using System.Numerics;
using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>How long a unit remembers, as its forget gate has it (LSTM f, GRU z), and the bias it comes from.</summary>
/// <remarks>
/// tau = 1 / (1 − mean f) steps, half-life = ln 2 / −mean ln f. From every sixteenth training step, padding left out; the mean of ln f from
/// at most 96 evenly chosen rows of a batch. The bias is both vectors' together, at the end of the epoch.
/// Source: F. Gers, J. Schmidhuber, F. Cummins, "Learning to Forget", 2000; C. Tallec, Y. Ollivier, "Can recurrent neural networks warp time?", 2018.
/// </remarks>
public sealed class GateMemory : Lens
{
    /// <summary>f among i, f, g, o, and z among r, z, n.</summary>
    const int Forget = 1;

    readonly Dictionary<(Recurrent, int), Plane> _planes = [];
    readonly RealRows _rows = new();
    LensContext? _context;

    /// <inheritdoc/>
    public override string Name => "memory";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override int Every => Sampling.Gates;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        _planes.Clear();
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
        (Recurrent, int) key = Planes.KeyOf(pass);
        if (!_planes.TryGetValue(key, out Plane? plane))
            _planes.Add(key, plane = new Plane(pass.Name, pass.Units, pass.InputBias, pass.HiddenBias));
        _rows.Load(pass.Layout, _context!.Texts.Of(pass.Layout));
        int stride = GateStatistics.GatesOf(pass.Module).Count * pass.Units;
        plane.Gates.Add(pass.Gates, stride, Forget * pass.Units, _rows.Rows, 0, 1);
        for (int i = 0; i < _rows.Rows.Length; i += _rows.Stride)
        {
            int start = _rows.Rows[i] * stride + Forget * pass.Units;
            if (pass.Gates.DType == DType.Float32)
                plane.AddLogs<float>(pass.Gates.Span<float>().Slice(start, pass.Units));
            else
                plane.AddLogs<double>(pass.Gates.Span<double>().Slice(start, pass.Units));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        foreach (Plane plane in _planes.Values)
            plane.Write(_context!);
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped()
    {
        foreach (Plane plane in _planes.Values)
            plane.Clear();
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        Parameter? Named(string name) => _context!.Parameters.FirstOrDefault(parameter => parameter.Name == name);
        Planes.Keep(
            state, _context!.Modules, _planes,
            (module, part) => new(part.Text("name", ""), module.HiddenSize, Named(part.Text("input bias", "")), Named(part.Text("hidden bias", ""))), (plane, part) => plane.Keep(part));
    }

    sealed class Plane(string name, int units, Parameter? inputBias, Parameter? hiddenBias)
    {
        double _logs;
        long _count;

        public ColumnSums Gates { get; } = new(units);

        public void Keep(KeptState state)
        {
            if (!state.Restores)
                _ = (state.Text("name", name), state.Text("input bias", inputBias?.Name ?? ""), state.Text("hidden bias", hiddenBias?.Name ?? ""));
            Gates.Keep(state);
            (_logs, _count) = (state.Number("logs", _logs), state.Number("count", _count));
        }

        /// <summary>One logarithm for eight gates: a gate is at least 1e-38, eight of them at least 1e-304.</summary>
        public void AddLogs<T>(ReadOnlySpan<T> gates)
            where T : unmanaged, INumber<T>
        {
            for (int unit = 0; unit < gates.Length; unit += 8)
            {
                double product = 1;
                foreach (T gate in gates.Slice(unit, Math.Min(8, gates.Length - unit)))
                    product *= Math.Max(1e-38, double.CreateTruncating(gate));
                _logs += Math.Log(product);
            }
            _count += gates.Length;
        }

        public void Write(LensContext context)
        {
            if (_count > 0)
            {
                double[] tau = [.. Gates.Sums.Select(sum => 1 / (1 - sum / Gates.Rows))];
                context.Write(name, "tau", [.. tau.Select(steps => (float)steps)]);
                tau.AsSpan().Sort();
                context.Open(RecordTable.Epoch, name, "tauMedian").Push(Distribution.Quantile(tau, 0.5));
                context.Open(RecordTable.Epoch, name, "halfLife").Push(Math.Log(2) / -(_logs / _count));
            }
            if (inputBias is not null && hiddenBias is not null)
            {
                double[] bias = [.. Forgetting(inputBias).Zip(Forgetting(hiddenBias), (a, b) => a + b)];
                double mean = bias.Average();
                context.Open(RecordTable.Epoch, name, "biasMean").Push(mean);
                context.Open(RecordTable.Epoch, name, "biasSpread").Push(Math.Sqrt(bias.Average(value => (value - mean) * (value - mean))));
            }
            Clear();
        }

        public void Clear()
        {
            Gates.Clear();
            (_logs, _count) = (0, 0);
        }

        IEnumerable<double> Forgetting(Parameter bias) => bias.Value.ToDoubles().Skip(Forget * units).Take(units);
    }
}
