using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

/// <summary>One recurrent kernel with operands of its own, and the loss Σ dy·y + Σ dh·h_final + Σ dc·c_final of its twin.</summary>
sealed class RecurrentRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly string _cell;
    readonly bool _reverse;
    readonly T[] _gates;
    readonly T[] _cells;
    readonly T[] _hidden;
    readonly T[] _wideOutputs;
    readonly T[] _inputs;
    readonly T[] _inputWeights;
    readonly T[] _inputBias;
    readonly int _features;
    T[] _outputGradients;
    T[] _candidateGradients = [];

    /// <summary>With <paramref name="features"/> of its inputs, the gates are what a layer makes of them; without, they are given. A walk that <paramref name="joins"/> makes the products with inputs and weights itself. Rows of the outputs stand apart, as they do in a layer of two directions, or <paramref name="close"/> together.</summary>
    public RecurrentRun(string cell, bool reverse, int units, int[] lengths, int features = 0, bool joins = false, bool close = false)
    {
        (_cell, _reverse, _features, Joins, Stride) = (cell, reverse, features, joins, close ? units : (2 * units) + 1);
        Twin = new RecurrentTwin(cell, lengths, units, reverse);
        int rows = Twin.Rows, sequences = lengths.Length, width = Twin.Gates * units;
        Z = Fill.Values<T>(rows * width, 1);
        W = Fill.Values<T>(width * units, 2, 1 / Math.Sqrt(units));
        Bias = Fill.Values<T>(units, 3);
        H0 = Fill.Values<T>(sequences * units, 4);
        C0 = Fill.Values<T>(sequences * units, 5);
        OutputGradients = Fill.Values<T>(rows * units, 6);
        FinalGradients = Fill.Values<T>(sequences * units, 7);
        FinalCellGradients = Fill.Values<T>(sequences * units, 8);
        (_gates, _cells, _hidden) = (new T[Z.Length], new T[rows * units], new T[rows * units]);
        (_wideOutputs, _outputGradients) = (new T[rows * Stride], new T[rows * Stride]);
        for (int i = 0; i < OutputGradients.Length; i++)
            _outputGradients[i / units * Stride + i % units] = OutputGradients[i];
        (_inputs, _inputWeights, _inputBias) = (Fill.Values<T>(rows * features, 9), Fill.Values<T>(width * features, 10, 0.3), Fill.Values<T>(features == 0 ? 0 : width, 11));
        InputGradients = Fill.Values<T>(rows * features, 12);
        if (features > 0) MatMul.MultiplyTransposedB<T>(rows, width, features, _inputs, features, _inputWeights, features, _inputBias, Z, width);
    }

    public bool Joins { get; }

    /// <summary>Whether a simple cell finds what goes into it where its outputs will stand.</summary>
    public bool InPlace { get; init; }

    /// <summary>Added to by the walk back, or after it.</summary>
    public T[] InputGradients { get; }

    public RecurrentTwin Twin { get; }

    public T[] Z { get; }

    public T[] W { get; }

    public T[] Bias { get; }

    public T[] H0 { get; }

    public T[] C0 { get; }

    public T[] OutputGradients { get; }

    public T[] FinalGradients { get; }

    public T[] FinalCellGradients { get; }

    public T[] Outputs { get; private set; } = [];

    public T[] State { get; private set; } = [];

    public T[] CellState { get; private set; } = [];

    public T[] GateGradients { get; private set; } = [];

    public T[] StateGradients { get; private set; } = [];

    public T[] CellGradients { get; private set; } = [];

    /// <summary>Elements from row to row of the outputs.</summary>
    int Stride { get; }

    RaggedSteps Steps => new(Twin.Offsets, Twin.Active, Twin.Lengths.Length);

    public void Forward()
    {
        int units = Twin.Units, width = Twin.Gates * units;
        LayerInputs<T> inputs = default;
        if (Joins) inputs = new(_inputs, PackedMatrix<T>.PackTransposed(_features, width, _inputWeights, _features, new T[PackedMatrix<T>.Length(_features, width)]), _inputBias);
        else Z.CopyTo(_gates, 0);
        Span<T> gates = InPlace ? [] : _gates;
        for (int i = 0; InPlace && Twin.Gates == 1 && i < Z.Length; i++)
            _wideOutputs[i / units * Stride + i % units] = Z[i];
        State = [.. H0];
        CellState = [.. C0];
        var packed = PackedMatrix<T>.PackTransposed(units, width, W, units, new T[PackedMatrix<T>.Length(units, width)]);
        switch (_cell)
        {
            case "tanh": RnnKernel.Forward<TanhCell, T>(Steps, _reverse, units, packed, gates, _wideOutputs, Stride, State, inputs); break;
            case "relu": RnnKernel.Forward<ReluCell, T>(Steps, _reverse, units, packed, gates, _wideOutputs, Stride, State, inputs); break;
            case "sigmoid": RnnKernel.Forward<SigmoidCell, T>(Steps, _reverse, units, packed, gates, _wideOutputs, Stride, State, inputs); break;
            case "lstm": LstmKernel.Forward<T>(Steps, _reverse, units, packed, _gates, _cells, _wideOutputs, Stride, State, CellState, inputs); break;
            default: GruKernel.Forward<T>(Steps, _reverse, units, packed, Bias, _gates, _hidden, _wideOutputs, Stride, State, inputs); break;
        }

        Outputs = new T[Twin.Rows * units];
        for (int i = 0; i < Outputs.Length; i++)
            Outputs[i] = _wideOutputs[i / units * Stride + i % units];
    }

    public void Backward<TProbe>(TProbe probe)
        where TProbe : struct, IRecurrentProbe
    {
        int units = Twin.Units, width = Twin.Gates * units;
        GateGradients = new T[Z.Length];
        StateGradients = [.. FinalGradients];
        CellGradients = [.. FinalCellGradients];
        var packed = PackedMatrix<T>.Pack(width, units, W, units, new T[PackedMatrix<T>.Length(width, units)]);
        LayerInputGradients<T> inputs = default;
        if (Joins) inputs = new(InputGradients, PackedMatrix<T>.Pack(width, _features, _inputWeights, _features, new T[PackedMatrix<T>.Length(width, _features)]), accumulate: true);
        switch (_cell)
        {
            case "tanh": Simple<TanhCell, TProbe>(packed, probe, inputs); break;
            case "relu": Simple<ReluCell, TProbe>(packed, probe, inputs); break;
            case "sigmoid": Simple<SigmoidCell, TProbe>(packed, probe, inputs); break;
            case "lstm":
                LstmKernel.Backward<TProbe, T>(Steps, _reverse, units, packed, _gates, _cells, C0, _outputGradients, Stride, StateGradients, CellGradients, GateGradients, probe, inputs);
                break;
            default:
                _candidateGradients = new T[Twin.Rows * units];
                GruKernel.Backward<TProbe, T>(Steps, _reverse, units, packed, _gates, _hidden, _wideOutputs, Stride, H0, _outputGradients, StateGradients, GateGradients, _candidateGradients, probe, inputs);
                break;
        }

        if (!Joins && _features > 0) MatMul.Multiply<T>(Twin.Rows, _features, width, GateGradients, width, _inputWeights, _features, InputGradients, _features, accumulate: true);
    }

    /// <summary>Lets gradients enter at the final states alone, with zeros at the outputs or, where they are not <paramref name="given"/>, with nothing.</summary>
    public void ClearOutputGradients(bool given = true)
    {
        if (given) Array.Clear(_outputGradients);
        else _outputGradients = [];
    }

    /// <summary>dW_hh = dzᵀ · h[t−1], as a layer makes it.</summary>
    public T[] WeightGradients()
    {
        int units = Twin.Units, width = Twin.Gates * units;
        var gradients = new T[W.Length];
        var state = new WeightFactor<T>(_wideOutputs, units, Stride, gradients, accumulate: false, new T[W.Length]) { Initial = H0, Reverse = _reverse };
        WeightGradient.Run(Steps, new(GateGradients, width) { OfState = _candidateGradients, StateColumns = _cell == "gru" ? units : 0 }, default, state);
        return gradients;
    }

    public double Loss()
    {
        double[] h = Fill.Wide<T>(H0), c = Fill.Wide<T>(C0);
        double[] y = Twin.Forward(Fill.Wide<T>(Z), Fill.Wide<T>(W), Fill.Wide<T>(Bias), h, c);
        double loss = Dot(y, OutputGradients) + Dot(h, FinalGradients);
        return _cell == "lstm" ? loss + Dot(c, FinalCellGradients) : loss;
    }

    static double Dot(double[] x, T[] y) => x.Zip(y, static (a, b) => a * double.CreateTruncating(b)).Sum();

    void Simple<TActivation, TProbe>(PackedMatrix<T> packed, TProbe probe, LayerInputGradients<T> inputs)
        where TActivation : struct, ICellActivation
        where TProbe : struct, IRecurrentProbe =>
        RnnKernel.Backward<TActivation, TProbe, T>(Steps, _reverse, Twin.Units, packed, _wideOutputs, Stride, _outputGradients, StateGradients, GateGradients, probe, inputs);
}
