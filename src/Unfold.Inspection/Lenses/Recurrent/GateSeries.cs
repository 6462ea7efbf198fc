using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>What <see cref="GateStatistics"/> keeps of one layer in one direction.</summary>
sealed class GateSeries
{
    readonly string _name;
    readonly IReadOnlyList<string> _names;
    readonly int _units;
    readonly ColumnSums[] _sums;
    readonly UnitHistograms[] _histograms;
    double[][] _overTime;
    long[] _rowsOverTime = new long[32];

    public GateSeries(string name, IReadOnlyList<string> names, int units)
    {
        (_name, _names, _units) = (name, names, units);
        _sums = [.. names.Select(_ => new ColumnSums(units))];
        _histograms = [.. names.Select(name => new UnitHistograms(units, IsTanh(name) ? -1 : 0, 1))];
        _overTime = [.. names.Select(_ => new double[32])];
    }

    public void Add(Tensor gates, RealRows rows)
    {
        int stride = _names.Count * _units;
        Reserve(rows.Steps.Length == 0 ? 0 : rows.Steps[^1] + 1);
        for (int gate = 0; gate < _names.Count; gate++)
            _sums[gate].Add(gates, stride, gate * _units, rows.Rows, IsTanh(_names[gate]) ? -0.9 : 0.1, 0.9);
        foreach (int step in rows.Steps)
            _rowsOverTime[step]++;
        if (gates.DType == DType.Float32)
            Add<float>(gates.Span<float>(), rows);
        else
            Add<double>(gates.Span<double>(), rows);
    }

    public void Write(LensContext context)
    {
        for (int gate = 0; gate < _names.Count && _sums[gate].Rows > 0; gate++)
        {
            (string name, ColumnSums sums) = (_names[gate], _sums[gate]);
            context.Open(RecordTable.Epoch, _name, $"mean[{name}]").Push(sums.Mean);
            context.Open(RecordTable.Epoch, _name, $"low[{name}]").Push(sums.Share(sums.Below));
            context.Open(RecordTable.Epoch, _name, $"high[{name}]").Push(sums.Share(sums.Above));
            var units = new float[6 * _units];
            for (int unit = 0; unit < _units; unit++)
            {
                units[unit] = (float)(sums.Sums[unit] / sums.Rows);
                units[_units + unit] = (float)_histograms[gate].Quantile(unit, 0.1);
                units[2 * _units + unit] = (float)_histograms[gate].Quantile(unit, 0.5);
                units[3 * _units + unit] = (float)_histograms[gate].Quantile(unit, 0.9);
                units[4 * _units + unit] = (float)(sums.Below[unit] / sums.Rows);
                units[5 * _units + unit] = (float)(sums.Above[unit] / sums.Rows);
            }
            context.Write(_name, $"units[{name}]", units, rows: 6);
            int steps = Array.FindLastIndex(_rowsOverTime, rows => rows > 0) + 1;
            var overTime = new float[steps];
            for (int t = 0; t < steps; t++)
                overTime[t] = (float)(_overTime[gate][t] / (_rowsOverTime[t] * _units));
            context.Write(_name, $"overTime[{name}]", overTime);
        }
        Clear();
    }

    public void Clear()
    {
        for (int gate = 0; gate < _names.Count; gate++)
        {
            _sums[gate].Clear();
            _histograms[gate].Clear();
            Array.Clear(_overTime[gate]);
        }
        Array.Clear(_rowsOverTime);
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        if (!state.Restores)
            state.Text("name", _name);
        for (int gate = 0; gate < _names.Count; gate++)
        {
            KeptState part = state.Part(_names[gate]);
            _sums[gate].Keep(part);
            _histograms[gate].Keep(part.Part("histogram"));
            _overTime[gate] = part.Array("over time", _overTime[gate]);
        }
        _rowsOverTime = state.Array("rows over time", _rowsOverTime);
    }

    void Add<T>(ReadOnlySpan<T> gates, RealRows rows)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int stride = _names.Count * _units;
        ReadOnlySpan<int> packed = rows.Rows, steps = rows.Steps;
        for (int gate = 0; gate < _names.Count; gate++)
        {
            double[] overTime = _overTime[gate];
            for (int i = 0; i < packed.Length; i++)
                overTime[steps[i]] += VectorSums.Of(gates.Slice(packed[i] * stride + gate * _units, _units));
            for (int i = 0; i < packed.Length; i += rows.Stride)
                _histograms[gate].Add(gates.Slice(packed[i] * stride + gate * _units, _units));
        }
    }

    static bool IsTanh(string gate) => gate is "g" or "n";

    void Reserve(int steps)
    {
        if (steps <= _rowsOverTime.Length)
            return;
        int room = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)steps);
        Array.Resize(ref _rowsOverTime, room);
        _overTime = Array.ConvertAll(_overTime, sums =>
        {
            Array.Resize(ref sums, room);
            return sums;
        });
    }
}
