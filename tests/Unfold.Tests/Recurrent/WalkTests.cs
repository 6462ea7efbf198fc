using System.Numerics;
using Unfold.Kernels;
using Unfold.Nn;

namespace Unfold.Tests.Recurrent;

/// <summary>
/// The vector walks over time against the definition, one number at a time: random lengths, both directions, widths around the
/// vector's, outputs in one half of a wider matrix, initial states and gradients entering everywhere.
/// </summary>
public class WalkTests
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 12).Select(seed => (ulong)seed)];

    [Theory, MemberData(nameof(Seeds))]
    public void Rnn_EqualsScalarDefinition(ulong seed)
    {
        Rnn<TanhCell, double>(seed, Activation.Tanh, 1e-13);
        Rnn<ReluCell, double>(seed, Activation.Relu, 1e-13);
        Rnn<SigmoidCell, double>(seed, Activation.Sigmoid, 1e-13);
        Rnn<TanhCell, float>(seed, Activation.Tanh, 1e-5);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Lstm_EqualsScalarDefinition(ulong seed)
    {
        Lstm<double>(seed, 1e-13);
        Lstm<float>(seed, 1e-5);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Gru_EqualsScalarDefinition(ulong seed)
    {
        Gru<double>(seed, 1e-13);
        Gru<float>(seed, 1e-5);
    }

    static void Rnn<TActivation, T>(ulong seed, Activation activation, double tolerance)
        where TActivation : struct, ICellActivation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = new Case<T>(seed, gates: 1);
        (T[] state, T[] y, T[] previous, T[] dy, T[] dh, T[] dpre) = (c.State(1), c.Gates(), c.Rows(0), c.Rows(2), c.State(3), c.Rows(0));
        ScalarRnn.Forward(c.Layout, c.Reverse, activation, c.W, state, y, previous);
        ScalarRnn.Backward<T>(c.Layout, c.Reverse, activation, c.W, y, dy, dh, dpre);

        (T[] kernelState, T[] gates, T[] outputs, T[] kernelDh) = (c.State(1), c.Gates(), c.Wide(0), c.State(3));
        RnnKernel.Forward<TActivation, T>(c.Steps, c.Reverse, c.Units, c.Forward(), gates, c.Half(outputs), 2 * c.Units, kernelState);
        RnnKernel.Backward<TActivation, NoProbe, T>(
            c.Steps, c.Reverse, c.Units, c.Backward(), c.Half(outputs), 2 * c.Units, c.Half(c.Wide(2)), kernelDh, gates, default);
        c.Near(tolerance, ("output", y, c.Narrow(outputs)), ("state", state, kernelState), ("dh", dh, kernelDh), ("gates", dpre, gates));
    }

    static void Lstm<T>(ulong seed, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = new Case<T>(seed, gates: 4);
        (T[] h, T[] cell, T[] gates, T[] y, T[] previousH, T[] previousC) = (c.State(1), c.State(4), c.Gates(), c.Rows(0), c.Rows(0), c.Rows(0));
        (T[] dh, T[] dc) = (c.State(3), c.State(5));
        ScalarLstm.Forward(c.Layout, c.Reverse, c.W, h, cell, gates, y, previousH, previousC);
        ScalarLstm.Backward<T>(c.Layout, c.Reverse, c.W, previousC, c.Rows(2), dh, dc, gates);

        (T[] kernelH, T[] kernelC, T[] kernelGates, T[] cells, T[] outputs) = (c.State(1), c.State(4), c.Gates(), c.Rows(0), c.Wide(0));
        (T[] kernelDh, T[] kernelDc) = (c.State(3), c.State(5));
        LstmKernel.Forward<T>(c.Steps, c.Reverse, c.Units, c.Forward(), kernelGates, cells, c.Half(outputs), 2 * c.Units, kernelH, kernelC);
        LstmKernel.Backward<NoProbe, T>(
            c.Steps, c.Reverse, c.Units, c.Backward(), kernelGates, cells, c.State(4), c.Half(c.Wide(2)), 2 * c.Units, kernelDh, kernelDc, kernelGates, default);
        c.Near(tolerance, ("output", y, c.Narrow(outputs)), ("h", h, kernelH), ("c", cell, kernelC), ("dh", dh, kernelDh), ("dc", dc, kernelDc), ("gates", gates, kernelGates));
    }

    static void Gru<T>(ulong seed, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = new Case<T>(seed, gates: 3);
        T[] bias = Case<T>.Fill(c.Units, 9, 0.5);
        (T[] h, T[] gates, T[] y, T[] candidates, T[] previous, T[] dh, T[] fromState) =
            (c.State(1), c.Gates(), c.Rows(0), c.Rows(0), c.Rows(0), c.State(3), c.Gates());
        ScalarGru.Forward(c.Layout, c.Reverse, c.W, bias, h, gates, y, candidates, previous);
        T[] activated = [.. gates];
        ScalarGru.Backward<T>(c.Layout, c.Reverse, c.W, candidates, previous, c.Rows(2), dh, gates, fromState);

        (T[] kernelH, T[] kernelGates, T[] hidden, T[] outputs, T[] kernelDh) = (c.State(1), c.Gates(), c.Rows(0), c.Wide(0), c.State(3));
        (T[] byInput, T[] byState, int units) = (c.Gates(), c.Rows(0), c.Units);
        T[] candidatesByState = [.. Enumerable.Range(0, byState.Length).Select(i => fromState[(i / units * 3 * units) + (2 * units) + (i % units)])];
        GruKernel.Forward<T>(c.Steps, c.Reverse, c.Units, c.Forward(), bias, kernelGates, hidden, c.Half(outputs), 2 * c.Units, kernelH);
        GruKernel.Backward<NoProbe, T>(
            c.Steps, c.Reverse, c.Units, c.Backward(), kernelGates, hidden, c.Half(outputs), 2 * c.Units, c.State(1), c.Half(c.Wide(2)), kernelDh,
            byInput, byState, default);
        c.Near(tolerance, ("output", y, c.Narrow(outputs)), ("h", h, kernelH), ("activated", activated, kernelGates), ("hidden", candidates, hidden),
            ("dh", dh, kernelDh), ("by input", gates, byInput), ("candidates by state", candidatesByState, byState));
    }

    sealed class Case<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        readonly int _gates;

        public Case(ulong seed, int gates)
        {
            var rng = new Rng(seed).Fork($"{gates}");
            (_gates, Units, Reverse) = (gates, 1 + rng.Next(40), rng.Next(2) == 1);
            Layout = SequenceLayout.Of([.. Enumerable.Range(0, 1 + rng.Next(40)).Select(_ => rng.Next(9))]);
            W = Fill(gates * Units * Units, 7, 0.3);
        }

        public SequenceLayout Layout { get; }

        public RaggedSteps Steps => new(Layout.StepOffsets, Layout.ActiveCounts, Layout.Count);

        public bool Reverse { get; }

        public int Units { get; }

        public T[] W { get; }

        public static T[] Fill(int length, int key, double scale) =>
            [.. Enumerable.Range(0, length).Select(i => T.CreateTruncating(scale * Math.Cos((0.7 * i) + (0.31 * key) + (0.2 * Math.Sin(i)))))];

        public T[] State(int key) => Fill(Layout.Count * Units, key, 0.8);

        public T[] Rows(int key) => Fill(Layout.TotalSteps * Units, key, 0.8);

        public T[] Gates() => Fill(Layout.TotalSteps * Units * _gates, 6, 1);

        /// <summary>The rows of <see cref="Rows"/> in the right half of a matrix twice as wide.</summary>
        public T[] Wide(int key)
        {
            T[] narrow = Rows(key), wide = new T[2 * narrow.Length];
            for (int i = 0; i < narrow.Length; i++) wide[(i / Units * 2 * Units) + Units + (i % Units)] = narrow[i];
            return wide;
        }

        public Span<T> Half(T[] wide) => wide.Length == 0 ? [] : wide.AsSpan(Units);

        public T[] Narrow(T[] wide) => [.. Enumerable.Range(0, wide.Length / 2).Select(i => wide[(i / Units * 2 * Units) + Units + (i % Units)])];

        public PackedMatrix<T> Forward() =>
            PackedMatrix<T>.PackTransposed(Units, _gates * Units, W, Units, new T[PackedMatrix<T>.Length(Units, _gates * Units)]);

        public PackedMatrix<T> Backward() => PackedMatrix<T>.Pack(_gates * Units, Units, W, Units, new T[PackedMatrix<T>.Length(_gates * Units, Units)]);

        public void Near(double tolerance, params (string Name, T[] Expected, T[] Actual)[] pairs)
        {
            foreach (var (name, expected, actual) in pairs)
            {
                Parity.Near.All(Array.ConvertAll(expected, double.CreateTruncating), Array.ConvertAll(actual, double.CreateTruncating), tolerance,
                    $"{typeof(T).Name} {name}, {Layout}, {Units} units{(Reverse ? ", reverse" : "")}: ");
            }
        }
    }
}
