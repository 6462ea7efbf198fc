using Unfold.Lab;
using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>The products against what the library itself sends back: the sequence is cut at every lag, and the state there is made a leaf.</summary>
public sealed class JacobianProductsTests
{
    const int Inputs = 3, Units = 4, Steps = 7;

    public static TheoryData<string> Cells => ["sigmoid", "tanh", "relu", "gru", "lstm"];

    [Theory, MemberData(nameof(Cells))]
    public void Of_EveryCell_IsWhatBackPropagationGivesThroughTheSteps(string cell)
    {
        Recurrent layer = Layer(cell);
        double[] inputs = Vectors(new Rng(3), Steps * Inputs);
        LabLag profile = JacobianProducts.Of(cell, fresh: true, layer, inputs, Steps);

        Assert.Equal((1.0, 1.0), (profile.Product[0], profile.Carried[0]));
        int size = layer is Lstm ? 2 * Units : Units;
        for (int lag = 1; lag < Steps; lag++)
        {
            var jacobian = new double[size * size];
            for (int row = 0; row < size; row++) GradientOf(layer, inputs, lag, Mask(size, row)).CopyTo(jacobian, row * size);
            double[] even = [.. Enumerable.Range(0, size).Select(i => i < Units ? 1 / Math.Sqrt(Units) : 0)];
            Near(SingularValues.Of(jacobian, size, size)[0], profile.Product[lag], $"{cell}, product at lag {lag}");
            Near(Unfolding.Norm(GradientOf(layer, inputs, lag, even)), profile.Carried[lag], $"{cell}, carried at lag {lag}");
        }
        Assert.True(profile.Product[^1] is > 0 and < 1e3, $"{profile.Product[^1]}");
    }

    /// <summary>A product far below the smallest double squared keeps its size: σ₁ = 0.25ⁿ of a single sigmoid unit at zero, with weight 1.</summary>
    [Fact]
    public void Of_AProductThatUnderflowsWhenSquared_IsStillRight()
    {
        PlainRnn model = new(new double[1, 1], new double[1, 1], new double[,] { { 1e-3 } }, new double[2, 1]);
        LabLag profile = JacobianProducts.Of("sigmoid", fresh: false, new TaggerModule(model).Rnn, new double[80], 80);
        Assert.InRange(Math.Log10(profile.Product[79]), 79 * Math.Log10(0.2499e-3), 79 * Math.Log10(0.25001e-3));
        Assert.Equal(profile.Product, profile.Carried, (a, b) => Math.Abs(a - b) <= 1e-12 * a);
    }

    [Fact]
    public void LargestSingular_OfTinyAndHugeMatrices_KeepsItsSize()
    {
        Assert.Equal(3e-200, JacobianProducts.LargestSingular([3e-200, 0, 0, 1e-200], 2), 3e-212);
        Assert.Equal(5e200, JacobianProducts.LargestSingular([0, 5e200, 1e200, 0], 2), 5e188);
        Assert.Equal(0, JacobianProducts.LargestSingular([0, 0, 0, 0], 2));
    }

    /// <summary>The gradient of Σ weights · (h_T, c_T) by the state some steps before.</summary>
    static double[] GradientOf(Recurrent layer, double[] inputs, int lag, double[] weights)
    {
        (SequenceTensor head, SequenceTensor tail) = (Part(inputs, 0, Steps - lag), Part(inputs, Steps - lag, lag));
        Tensor h = Leaf(((RecurrentResult)layer.Forward(head)).H);
        Tensor? c = layer is Lstm before ? Leaf(before.Forward(head).State.C) : null;
        var shape = new Shape(1, 1, Units);
        Tensor read;
        if (layer is Lstm lstm)
        {
            LstmState end = lstm.Forward(tail, new LstmState(h, c!)).State;
            read = Ops.Sum(end.H * Tensor.From(weights.AsSpan(0, Units), shape)) + Ops.Sum(end.C * Tensor.From(weights.AsSpan(Units, Units), shape));
        }
        else
        {
            Tensor end = layer is Gru gru ? gru.Forward(tail, new RnnState(h)).H : ((Rnn)layer).Forward(tail, new RnnState(h)).H;
            read = Ops.Sum(end * Tensor.From(weights, shape));
        }
        read.Backward();
        return [.. h.Grad!.ToDoubles(), .. c?.Grad?.ToDoubles() ?? []];
    }

    static SequenceTensor Part(double[] inputs, int from, int steps) =>
        new(SequenceLayout.Of([steps]), Tensor.From(inputs.AsSpan(from * Inputs, steps * Inputs), new Shape(steps, Inputs)));

    static Tensor Leaf(Tensor state) => Tensor.From(state.ToDoubles(), state.Shape, requiresGrad: true);

    static double[] Mask(int size, int row) => [.. Enumerable.Range(0, size).Select(i => i == row ? 1.0 : 0)];

    static Recurrent Layer(string cell)
    {
        var rng = new Rng(11);
        Recurrent layer = cell switch
        {
            "gru" => new Gru(Inputs, Units, rng),
            "lstm" => new Lstm(Inputs, Units, rng),
            "sigmoid" => new Rnn(Inputs, Units, rng, Activation.Sigmoid),
            "relu" => new Rnn(Inputs, Units, rng, Activation.Relu),
            _ => new Rnn(Inputs, Units, rng),
        };
        layer.To(DType.Float64);
        if (cell == "relu")
        {
            foreach (ref double weight in layer.Parameters[1].Value.Span<double>()) weight = Math.Abs(weight); // no unit dies
        }
        return layer;
    }

    static double[] Vectors(Rng rng, int count) => [.. Enumerable.Range(0, count).Select(_ => rng.NextNormal())];

    static void Near(double expected, double actual, string what) => Assert.True(Math.Abs(expected - actual) <= 1e-9 * Math.Max(1e-3, Math.Abs(expected)), $"{what}: expected {expected}, got {actual}");
}
