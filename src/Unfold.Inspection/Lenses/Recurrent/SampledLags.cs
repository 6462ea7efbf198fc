using Unfold.Nn;

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
        ReadOnlySpan<int> lengths = layout.Lengths, order = layout.Order, offsets = layout.StepOffsets;
        ReadOnlySpan<double> cells = pass.CellGradientSquares, carried = pass.CarriedGradientSquares;
        Tensor? direct = carried.IsEmpty ? null : pass.OutputGradient;
        (int units, int zero) = (pass.Units, _cells.Zero);
        for (int s = 0; s < layout.Count; s++)
        {
            (int first, int last) = (real.First[s], real.Last[s]);
            if (last < 0)
                continue;
            int ending = lengths[order[s]] - 1;
            (int t, int end, int back) = pass.Reverse ? (0, last + 1, 1) : (ending, first - 1, -1);
            int at = zero - (pass.Reverse ? first : t - last);
            for (; t != end; t += back, at++)
            {
                if ((uint)at >= (uint)(2 * zero))
                    continue;
                int row = offsets[t] + s;
                for (int gate = 0; gate < _gates.Length; gate++)
                    Add(_gates[gate], at, VectorSums.OfSquares(pass.GateGradients!, (row * _gates.Length + gate) * units, units));
                if (!cells.IsEmpty)
                    Add(_cells, at, cells[row]);
                if (direct is null)
                    continue;
                bool isRead = pass.Reverse ? t == 0 : t == ending; // nothing can come through time yet: what is there came through the final state
                double arrives = VectorSums.OfSquares(direct, row * direct.Shape.Columns + pass.Column, units);
                _readsSteps |= arrives > 0;
                Add(_direct, at, isRead ? pass.StateGradientSquares[row] : arrives);
                Add(_carried, at, isRead ? 0 : carried[row]);
            }
        }
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
