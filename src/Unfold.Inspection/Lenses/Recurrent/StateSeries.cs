using System.Numerics;
using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>What <see cref="StateStatistics"/> keeps of one layer in one direction.</summary>
sealed class StateSeries
{
    /// <summary>atanh 0.95: where abs(tanh c) is 0.95.</summary>
    const double SaturatedCell = 1.8317808230648232;

    readonly string _name;
    readonly Activation? _activation;
    readonly ColumnSums _states;
    readonly ColumnSums? _cells;
    readonly ColumnSums? _inputs;
    readonly StateHistogram _histogram;
    readonly bool[] _alive;
    readonly bool[] _aliveBefore;
    bool _anyBefore;
    bool _any;
    bool _allAlive;
    double _slopes;
    long _slopeCount;

    public StateSeries(string name, Recurrent module)
    {
        _name = name;
        _activation = (module as Rnn)?.Activation;
        _states = new(module.HiddenSize);
        _cells = module is Lstm ? new(module.HiddenSize) : null;
        _inputs = module is Rnn ? new(module.HiddenSize) : null;
        _histogram = new(isSigned: _activation is not Activation.Relu);
        (_alive, _aliveBefore) = (new bool[module.HiddenSize], new bool[module.HiddenSize]);
    }

    /// <summary>Only units that have not shown anything yet are looked at, so that this costs next to nothing where all live.</summary>
    public void LookForLife(RecurrentPass pass)
    {
        if (_activation != Activation.Relu || _allAlive)
            return;
        _any = true;
        if (pass.Output.DType == DType.Float32)
            LookForLife<float>(pass.Output.Span<float>(), pass.Output.Shape.Columns, pass.Column);
        else
            LookForLife<double>(pass.Output.Span<double>(), pass.Output.Shape.Columns, pass.Column);
        _allAlive = !_alive.AsSpan().Contains(false);
    }

    public void Add(RecurrentPass pass, RealRows rows)
    {
        (double low, double high) = _activation switch
        {
            Activation.Relu => (0, 0),
            Activation.Sigmoid => (0.025, 0.975),
            _ => (-0.95, 0.95),
        };
        _states.Add(pass.Output, pass.Output.Shape.Columns, pass.Column, rows.Rows, low, high);
        _cells?.Add(pass.Cells!, pass.Units, 0, rows.Rows, -SaturatedCell, SaturatedCell);
        _inputs?.Add(pass.Gates, pass.Units, 0, rows.Rows, -3, 3);
        if (pass.Output.DType == DType.Float32)
            Some<float>(pass, rows);
        else
            Some<double>(pass, rows);
    }

    public void Write(LensContext context)
    {
        if (_states.Rows > 0)
        {
            if (_activation != Activation.Relu)
            {
                ColumnSums sums = _cells ?? _states;
                Push("saturated", sums.Share(sums.Below) + sums.Share(sums.Above));
            }
            Push("slope", _slopes / _slopeCount);
            if (_inputs is not null)
                Push("preactivation", _inputs.Share(_inputs.Below) + _inputs.Share(_inputs.Above));
            (float[] counts, double start, double spacing) = _histogram.Columns();
            if (Math.Abs(start) <= RecordFormat.FarthestAxis && spacing <= RecordFormat.FarthestAxis) // states that ran away have no histogram that a record could hold
                context.Write(_name, "histogram", counts, start: start, spacing: spacing);
            context.Write(_name, "units", Array.ConvertAll(_states.Largest, value => (float)value));
        }
        if (_any)
        {
            Push("dead", 1 - _alive.Count(alive => alive) / (double)_alive.Length);
            if (_anyBefore)
                Push("revived", _alive.Zip(_aliveBefore).Count(unit => unit is { First: true, Second: false }));
            _alive.CopyTo(_aliveBefore, 0);
            _anyBefore = true;
        }
        Clear();

        void Push(string statistic, double value) => context.Open(RecordTable.Epoch, _name, statistic).Push(value);
    }

    public void Clear()
    {
        _states.Clear();
        _cells?.Clear();
        _inputs?.Clear();
        _histogram.Clear();
        Array.Clear(_alive);
        (_any, _allAlive, _slopes, _slopeCount) = (false, false, 0, 0);
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        if (!state.Restores)
            state.Text("name", _name);
        _states.Keep(state.Part("states"));
        _cells?.Keep(state.Part("cells"));
        _inputs?.Keep(state.Part("inputs"));
        _histogram.Keep(state.Part("histogram"));
        state.Fill("alive", _alive);
        state.Fill("alive before", _aliveBefore);
        (_anyBefore, _any, _allAlive) = (state.Flag("any before", _anyBefore), state.Flag("any", _any), state.Flag("all alive", _allAlive));
        (_slopes, _slopeCount) = (state.Number("slopes", _slopes), state.Number("slope count", _slopeCount));
    }

    void LookForLife<T>(ReadOnlySpan<T> states, int stride, int column)
        where T : unmanaged, INumber<T>
    {
        int unit = 0;
        for (; unit <= _alive.Length - Vector<T>.Count; unit += Vector<T>.Count)
        {
            if (!_alive.AsSpan(unit, Vector<T>.Count).Contains(false))
                continue;
            Vector<T> largest = Vector<T>.Zero;
            for (int at = column + unit; at < states.Length; at += stride)
                largest = Vector.Max(largest, new Vector<T>(states[at..]));
            for (int lane = 0; lane < Vector<T>.Count; lane++)
                _alive[unit + lane] |= largest[lane] > T.Zero;
        }
        for (; unit < _alive.Length; unit++)
        {
            for (int at = column + unit; at < states.Length && !_alive[unit]; at += stride)
                _alive[unit] = states[at] > T.Zero;
        }
    }

    void Some<T>(RecurrentPass pass, RealRows rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int units, int stride) = (pass.Units, pass.Output.Shape.Columns);
        int gates = pass.HiddenWeight.Shape[0];
        ReadOnlySpan<T> allStates = pass.Output.Span<T>(), allGates = pass.Gates.Span<T>();
        for (int i = 0; i < rows.Rows.Length; i += rows.Stride)
        {
            int row = rows.Rows[i];
            ReadOnlySpan<T> states = allStates.Slice(row * stride + pass.Column, units);
            _histogram.Add(states);
            _slopeCount += units;
            _slopes += pass.Module switch
            {
                Lstm => FromCells(states, allGates.Slice(row * gates + 3 * units, units), pass.Cells!.Span<T>().Slice(row * units, units)),
                Gru => units - VectorSums.OfSquares(allGates.Slice(row * gates + 2 * units, units)),
                _ => _activation switch
                {
                    Activation.Relu => Positive(states),
                    Activation.Sigmoid => FromSigmoids(states),
                    _ => units - VectorSums.OfSquares(states),
                },
            };
        }
    }

    /// <summary>Σ 1 − tanh² c: the state is o · tanh c, and a division is cheaper than a tangent.</summary>
    static double FromCells<T>(ReadOnlySpan<T> states, ReadOnlySpan<T> outputGates, ReadOnlySpan<T> cells)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < states.Length; i++)
        {
            double open = double.CreateTruncating(outputGates[i]);
            double tanh = open > 1e-20 ? double.CreateTruncating(states[i]) / open : Math.Tanh(double.CreateTruncating(cells[i]));
            sum += 1 - tanh * tanh;
        }
        return sum;
    }

    static double FromSigmoids<T>(ReadOnlySpan<T> states)
        where T : unmanaged, INumber<T>
    {
        double sum = 0;
        foreach (T state in states)
        {
            double h = double.CreateTruncating(state);
            sum += h * (1 - h);
        }
        return sum;
    }

    static double Positive<T>(ReadOnlySpan<T> states)
        where T : unmanaged, INumber<T>
    {
        int count = 0;
        foreach (T state in states)
            count += state > T.Zero ? 1 : 0;
        return count;
    }
}
