using Unfold.Kernels;

namespace Unfold.Bench;

/// <summary>One recurrent layer's whole work in a training step, by kernels alone: the walk with the input products, the walk back with the inputs' gradients, the weights' gradients.</summary>
sealed class Cell
{
    readonly string _kind;
    readonly int _steps;
    readonly int _batch;
    readonly int _inputs;
    readonly int _units;
    readonly int _width;
    readonly int[] _offsets;
    readonly int[] _active;
    readonly Numbers _x, _wIh, _wHh, _bias, _gates, _cells, _outputs, _state, _memory, _zero, _dOutputs, _dGates, _dCandidate;
    readonly Numbers _dwIh, _dwHh, _dBias, _dx, _packed, _packedInput, _room, _roomInput;

    public Cell(string kind, int batch, int steps, int inputs, int units)
    {
        (_kind, _batch, _steps, _inputs, _units) = (kind, batch, steps, inputs, units);
        _width = units * (kind == "lstm" ? 4 : kind == "gru" ? 3 : 1);
        _offsets = [.. Enumerable.Range(0, steps).Select(t => t * batch)];
        _active = [.. Enumerable.Repeat(batch, steps)];
        int rows = batch * steps;
        (_x, _wIh, _wHh, _bias) = (Numbers.Filled(rows * inputs, 1), Numbers.Filled(_width * inputs, 0.1f), Numbers.Filled(_width * units, 0.1f), Numbers.Filled(_width, 0.1f));
        (_gates, _cells, _outputs, _state) = (kind == "rnn" ? new Numbers(0) : new Numbers(rows * _width), new Numbers(rows * units), new Numbers(rows * units), new Numbers(batch * units));
        (_memory, _zero, _dOutputs) = (new Numbers(batch * units), new Numbers(batch * units), Numbers.Filled(rows * units, 0.01f));
        (_dGates, _dCandidate) = (kind == "rnn" ? new Numbers(rows * _width) : _gates, _cells); // overwritten, as the layers do
        (_dwIh, _dwHh) = (new Numbers(_wIh.Length), new Numbers(_wHh.Length));
        (_dBias, _dx) = (new Numbers(_width), new Numbers(rows * inputs));
        _packed = new Numbers(Math.Max(PackedMatrix<float>.Length(units, _width), PackedMatrix<float>.Length(_width, units)));
        _packedInput = new Numbers(Math.Max(PackedMatrix<float>.Length(inputs, _width), PackedMatrix<float>.Length(_width, inputs)));
        (_room, _roomInput) = (new Numbers(_wHh.Length), new Numbers(_wIh.Length));
    }

    /// <summary>Floating-point operations of the products of a step: three products of the weights with all rows, but only one of the state's with the first.</summary>
    public double Operations => 2.0 * _batch * _width * ((3.0 * _steps * (_inputs + _units)) - (2 * _units));

    RaggedSteps Steps => new(_offsets, _active, _batch);

    public void Step()
    {
        _state.Span.Clear();
        _memory.Span.Clear();
        var forward = PackedMatrix<float>.PackTransposed(_units, _width, _wHh, _units, _packed);
        var inputs = new LayerInputs<float>(_x, PackedMatrix<float>.PackTransposed(_inputs, _width, _wIh, _inputs, _packedInput), _bias);
        switch (_kind)
        {
            case "lstm": LstmKernel.Forward<float>(Steps, false, _units, forward, _gates, _cells, _outputs, _units, _state, _memory, inputs, fromZero: true); break;
            case "gru": GruKernel.Forward<float>(Steps, false, _units, forward, _bias.Span[.._units], _gates, _cells, _outputs, _units, _state, inputs, fromZero: true); break;
            default: RnnKernel.Forward<TanhCell, float>(Steps, false, _units, forward, _gates, _outputs, _units, _state, inputs, fromZero: true); break;
        }

        _state.Span.Clear();
        _memory.Span.Clear();
        var backward = PackedMatrix<float>.Pack(_width, _units, _wHh, _units, _packed);
        var gradients = new LayerInputGradients<float>(_dx, PackedMatrix<float>.Pack(_width, _inputs, _wIh, _inputs, _packedInput), accumulate: false);
        switch (_kind)
        {
            case "lstm": LstmKernel.Backward<NoProbe, float>(Steps, false, _units, backward, _gates, _cells, _zero, _dOutputs, _units, _state, _memory, _dGates, default, gradients, toInitial: false); break;
            case "gru":
                GruKernel.Backward<NoProbe, float>(Steps, false, _units, backward, _gates, _cells, _outputs, _units, _zero, _dOutputs, _state, _dGates, _dCandidate, default, gradients, toInitial: false);
                break;
            default: RnnKernel.Backward<TanhCell, NoProbe, float>(Steps, false, _units, backward, _outputs, _units, _dOutputs, _state, _dGates, default, gradients, toInitial: false); break;
        }

        var state = new WeightFactor<float>(_outputs, _units, _units, _dwHh, accumulate: false, _room) { Initial = _zero };
        var input = new WeightFactor<float>(_x, _inputs, _inputs, _dwIh, accumulate: false, _roomInput);
        bool differs = _kind == "gru";
        WeightGradient.Run(Steps, new(_dGates, _width) { InputBias = _dBias, OfState = differs ? _dCandidate.Span : [], StateColumns = differs ? _units : 0 }, input, state);
    }
}
