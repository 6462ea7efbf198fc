using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>The exact derivative of a recurrent layer's state by the state one step before, at any step of a pass.</summary>
/// <remarks>
/// Rnn: ∂h/∂h' = diag(act') W_hh. Gru: diag(z) + diag((h' − n) z(1 − z)) W_z + diag((1 − z)(1 − n²)) (diag(r) W_n + diag(u r(1 − r)) W_r)
/// with u = W_n h' + b_n. Lstm: of the joint state (h, c) by (h', c'), 2H × 2H, since both carry what is remembered:
/// ∂c/∂c' = diag(f), ∂c/∂h' = diag(c' f(1 − f)) W_f + diag(g i(1 − i)) W_i + diag(i (1 − g²)) W_g,
/// ∂h/∂· = diag(o (1 − tanh² c)) ∂c/∂·, and for h' diag(tanh(c) o(1 − o)) W_o besides. A prime marks the step before.
/// </remarks>
sealed class StepJacobian
{
    readonly RecurrentPass _pass;
    readonly int _units;
    readonly double[] _weight;
    readonly double[] _candidateBias;
    readonly double[] _gates;
    readonly double[] _state;
    readonly double[] _before;
    readonly double[] _cell;
    readonly double[] _cellBefore;

    public StepJacobian(RecurrentPass pass)
    {
        (_pass, _units) = (pass, pass.Units);
        int gates = pass.HiddenWeight.Shape[0];
        _weight = pass.HiddenWeight.Value.ToDoubles();
        _candidateBias = new double[_units];
        if (pass.Module is Gru && pass.HiddenBias is { } bias)
            PassRows.Read(bias.Value, 2 * _units, _candidateBias);
        _gates = new double[gates];
        (_state, _before, _cell, _cellBefore) = (new double[_units], new double[_units], new double[_units], new double[_units]);
        Size = pass.Module is Lstm ? 2 * _units : _units;
    }

    /// <summary>Rows and columns: H, or 2H where there is a cell.</summary>
    public int Size { get; }

    /// <summary>to [Size, Size] := the derivative of the state at a packed row by the state at the row of the step read before.</summary>
    public void At(int row, int rowBefore, Span<double> to)
    {
        PassRows.State(_pass, row, _state);
        PassRows.State(_pass, rowBefore, _before);
        PassRows.Read(_pass.Gates, row * _gates.Length, _gates);
        to[..(Size * Size)].Clear();
        switch (_pass.Module)
        {
            case Rnn rnn:
                OfRnn(rnn.Activation, to);
                break;
            case Gru:
                OfGru(to);
                break;
            default:
                PassRows.Read(_pass.Cells!, row * _units, _cell);
                PassRows.Read(_pass.Cells!, rowBefore * _units, _cellBefore);
                OfLstm(to);
                break;
        }
    }

    void OfRnn(Activation activation, Span<double> to)
    {
        for (int j = 0; j < _units; j++)
        {
            double h = _state[j];
            double slope = activation switch
            {
                Activation.Tanh => 1 - (h * h),
                Activation.Relu => h > 0 ? 1 : 0,
                _ => h * (1 - h),
            };
            RowMath.AddScaled(slope, Weight(0, j), to.Slice(j * _units, _units));
        }
    }

    void OfGru(Span<double> to)
    {
        for (int j = 0; j < _units; j++)
        {
            (double r, double z, double n) = (_gates[j], _gates[_units + j], _gates[(2 * _units) + j]);
            double fresh = (1 - z) * (1 - (n * n)), fromState = RowMath.Dot(Weight(2, j), _before) + _candidateBias[j];
            Span<double> row = to.Slice(j * _units, _units);
            RowMath.AddScaled((_before[j] - n) * z * (1 - z), Weight(1, j), row);
            RowMath.AddScaled(fresh * r, Weight(2, j), row);
            RowMath.AddScaled(fresh * fromState * r * (1 - r), Weight(0, j), row);
            row[j] += z;
        }
    }

    void OfLstm(Span<double> to)
    {
        for (int j = 0; j < _units; j++)
        {
            (double i, double f, double g, double o) = (_gates[j], _gates[_units + j], _gates[(2 * _units) + j], _gates[(3 * _units) + j]);
            double shown = Math.Tanh(_cell[j]), slope = o * (1 - (shown * shown));
            Span<double> h = to.Slice(j * Size, Size), c = to.Slice((_units + j) * Size, Size);
            RowMath.AddScaled(_cellBefore[j] * f * (1 - f), Weight(1, j), c[.._units]);
            RowMath.AddScaled(g * i * (1 - i), Weight(0, j), c[.._units]);
            RowMath.AddScaled(i * (1 - (g * g)), Weight(2, j), c[.._units]);
            c[_units + j] = f;
            RowMath.AddScaled(slope, c, h);
            RowMath.AddScaled(shown * o * (1 - o), Weight(3, j), h[.._units]);
        }
    }

    ReadOnlySpan<double> Weight(int gate, int unit) => _weight.AsSpan(((gate * _units) + unit) * _units, _units);
}
