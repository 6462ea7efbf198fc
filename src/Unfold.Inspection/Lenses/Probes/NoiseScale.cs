using System.Runtime.InteropServices;

namespace Unfold.Inspection;

/// <summary>The gradient noise scale: from how many examples on a larger batch hardly makes a better step.</summary>
/// <remarks>
/// From the gradients of m micro-batches of b examples and their mean over B = m·b, without bias: G² = (B |g_B|² − b mean |g_b|²) / (B − b),
/// tr Σ = (mean |g_b|² − |g_B|²) / (1/b − 1/B), scale = tr Σ / G². Over all trained parameters, dropout off. G² is an estimate and
/// may come out negative where noise drowns it; the scale is missing then.
/// Source: S. McCandlish et al., "An Empirical Model of Large-Batch Training", 2018, appendix A.1.
/// </remarks>
public sealed class NoiseScale : Lens
{
    readonly int _microBatch;
    readonly Dictionary<Parameter, GradientSum> _sums = [];
    int[] _order = [];
    Series? _scale;
    Series? _signal;
    Series? _variance;
    Series? _batch;

    /// <summary>A lens on the gradients of all trained parameters.</summary>
    /// <param name="microBatch">b, examples in a micro-batch; at least two of them must be in the probe.</param>
    public NoiseScale(int microBatch = 4)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(microBatch);
        _microBatch = microBatch;
    }

    /// <inheritdoc/>
    public override string Name => "noise";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override bool Probes => true;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _sums.Clear();
        _order = [];
        (_scale, _signal) = (context.Open(RecordTable.Epoch, "all", "scale"), context.Open(RecordTable.Epoch, "all", "signal"));
        (_variance, _batch) = (context.Open(RecordTable.Epoch, "all", "variance"), context.Open(RecordTable.Epoch, "all", "batch"));
    }

    /// <inheritdoc/>
    public override void OnProbe(ProbeRun probe)
    {
        int batches = probe.Probe.Sequences.Count / _microBatch;
        if (batches < 2)
            return;
        if (_order.Length != probe.Probe.Sequences.Count)
            _order = Shuffled(probe.Probe.Sequences.Count);
        foreach (GradientSum sum in _sums.Values)
            sum.Clear();
        double ofMicroBatches = 0, ofMean = 0;
        for (int batch = 0; batch < batches; batch++)
            probe.Differentiate(new ArraySegment<int>(_order, batch * _microBatch, _microBatch), _ => ofMicroBatches += Take(probe) / batches);
        foreach (GradientSum sum in _sums.Values)
            ofMean += sum.Squares() / ((double)batches * batches);

        double small = _microBatch, large = (double)_microBatch * batches;
        double signal = ((large * ofMean) - (small * ofMicroBatches)) / (large - small);
        double variance = (ofMicroBatches - ofMean) / ((1 / small) - (1 / large));
        _signal!.Push(signal);
        _variance!.Push(variance);
        if (signal > 0)
            _scale!.Push(variance / signal);
        if (probe.Probe.BatchSize > 0)
            _batch!.Push(probe.Probe.BatchSize);
    }

    /// <summary>Adds the gradient to the sum over micro-batches; gives its squared norm.</summary>
    double Take(ProbeRun probe)
    {
        double squares = 0;
        foreach (Parameter parameter in probe.Model.Parameters)
        {
            if (parameter.Gradient.IsEmpty)
                continue;
            ref GradientSum? sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, parameter, out _);
            sum ??= new(parameter);
            squares += parameter.DType == DType.Float32 ? sum.Add<float>() : sum.Add<double>();
        }
        return squares;
    }

    /// <summary>A fixed order: a probe that is sorted by class would give micro-batches that differ more than those of training.</summary>
    static int[] Shuffled(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Rng(0).Fork("noise").Shuffle<int>(order);
        return order;
    }
}
