using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>What arrives at gates, cells and directly at the steps, by lag: looked at in some steps only.</summary>
sealed class SampledLags
{
    readonly LagSums[] _gates;
    readonly LagSums _cells = new();
    readonly LagSums _direct = new();
    readonly LagSums _carried = new();
    bool _readsSteps;

    public SampledLags(int gates) => _gates = [.. Enumerable.Range(0, gates).Select(_ => new LagSums())];

    /// <summary>Adds a batch.</summary>
    public void Add(RecurrentPass pass, RealSteps real)
    {
        SequenceLayout layout = pass.Layout;
        int room = Math.Min(layout.MaxLength, Sampling.Lags);
        foreach (LagSums sums in (ReadOnlySpan<LagSums>)[.. _gates, _cells, _direct, _carried])
            sums.Reserve(room);
        if (pass.GateGradients!.DType == DType.Float32)
            Add<float>(pass, real);
        else
            Add<double>(pass, real);
    }

    /// <summary>Writes the epoch, from a lag to another one excluded, and begins anew.</summary>
    public void Write(LensContext context, string series, int from, int to)
    {
        WriteRoots(context, series, "gate", _gates, from, to);
        WriteRoots(context, series, "cell", [_cells], from, to);
        if (_readsSteps)
        {
            WriteRoots(context, series, "direct", [_direct], from, to);
            WriteRoots(context, series, "carried", [_carried], from, to);
        }
        Clear();
    }

    public void Clear()
    {
        _readsSteps = false;
        foreach (LagSums sums in (ReadOnlySpan<LagSums>)[.. _gates, _cells, _direct, _carried])
            sums.Clear();
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        for (int gate = 0; gate < _gates.Length; gate++)
            _gates[gate].Keep(state.Part($"gate {gate}"));
        _cells.Keep(state.Part("cells"));
        _direct.Keep(state.Part("direct"));
        _carried.Keep(state.Part("carried"));
        _readsSteps = state.Flag("reads steps", _readsSteps);
    }

    void Add<T>(RecurrentPass pass, RealSteps real)
        where T : unmanaged
    {
        SequenceLayout layout = pass.Layout;
        ReadOnlySpan<int> lengths = layout.Lengths, order = layout.Order;
        ReadOnlySpan<double> cells = pass.CellGradientSquares, carried = pass.CarriedGradientSquares, states = pass.StateGradientSquares;
        ReadOnlySpan<T> gates = pass.GateGradients!.Span<T>(), direct = carried.IsEmpty ? [] : pass.OutputGradient!.Span<T>();
        (int units, int zero, int stride) = (pass.Units, _cells.Zero, pass.Output.Shape.Columns);
        for (int s = 0; s < layout.Count; s++)
        {
            if (real.Last[s] < 0)
                continue;
            LagWalk walk = new(layout.StepOffsets, s, real.First[s], real.Last[s], lengths[order[s]], pass.Reverse);
            for (int i = 0; i < walk.Count; i++)
            {
                int row = walk.Row(i), at = zero + walk.Lag + i;
                if ((uint)at >= (uint)(2 * zero))
                    continue;
                for (int gate = 0; gate < _gates.Length; gate++)
                    Add(_gates[gate], at, Sums.SquaresOfRow(gates.Slice((row * _gates.Length + gate) * units, units)));
                if (!cells.IsEmpty)
                    Add(_cells, at, cells[row]);
                if (direct.IsEmpty)
                    continue;
                double arrives = Sums.SquaresOfRow(direct.Slice(row * stride + pass.Column, units));
                _readsSteps |= arrives > 0;
                bool isRead = i == 0; // nothing can come through time yet: what is there came through the final state
                Add(_direct, at, isRead ? states[row] : arrives);
                Add(_carried, at, isRead ? 0 : carried[row]);
            }
        }
    }

    static void Add(LagSums sums, int at, double square)
    {
        if (!double.IsFinite(square))
            return;
        sums.Sums[at] += square;
        sums.Counts[at]++;
    }

    static void WriteRoots(LensContext context, string series, string statistic, ReadOnlySpan<LagSums> rows, int from, int to)
    {
        if (to == from || !rows[0].Counts.ContainsAnyExcept(0L))
            return;
        var values = new float[rows.Length * (to - from)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)rows[i / (to - from)].RootMean(from + i % (to - from));
        context.Write(series, statistic, values, rows.Length, from);
    }
}
