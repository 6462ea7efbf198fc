using Unfold.Nn;

namespace Unfold.Tests.Recurrent;

/// <summary>Each cell with one unit over two steps, worked out by hand.</summary>
public class HandWorkedTests
{
    static readonly double HalfLog3 = 0.5 * Math.Log(3); // tanh of it is (3 − 1) / (3 + 1) = 1/2

    /// <remarks>
    /// W 2, U 3, biases 1/2 and 1/2, ReLU, x = 1, 2, state 0 before: h₁ = 2·1 + 1 = 3, h₂ = 2·2 + 3·3 + 1 = 14.
    /// Loss h₂: dpre₂ = 1, dpre₁ = U = 3. dW = 1·x₂ + 3·x₁ = 5, dU = 1·h₁ + 3·h₀ = 3, db = 1 + 3 = 4, dx = (3·2, 1·2), dh₀ = 3·3.
    /// </remarks>
    [Fact]
    public void Rnn_OneUnitTwoSteps_IsHandWorked()
    {
        var rnn = new Rnn(1, 1, new Rng(1), Activation.Relu);
        Set(rnn, [2], [3], [0.5], [0.5]);
        (Tensor x, Tensor h) = (Leaf(new Shape(2, 1), 1, 2), Leaf(new Shape(1, 1, 1), 0));
        RnnResult result = rnn.Forward(new SequenceTensor(SequenceLayout.Of([2]), x), new RnnState(h));
        Assert.Equal([3, 14], result.Output.Values.ToDoubles());
        Assert.Equal([14], result.State.H.ToDoubles());
        Ops.Sum(result.Final()).Backward();
        Assert.Equal([[5], [3], [4], [4]], Gradients(rnn));
        Assert.Equal([6, 2], x.Grad!.ToDoubles());
        Assert.Equal([9], h.Grad!.ToDoubles());
    }

    /// <remarks>
    /// Everything 0 but W of g = ½ ln 3, x = 1, 0, so that i = f = o = 1/2, g₁ = 1/2, g₂ = 0.
    /// c₁ = ½·½ = 1/4, c₂ = ½·¼ = 1/8, h = ½ tanh c.
    /// Loss c₂: dc₂ = 1, dc₁ = f = 1/2. Before the gates at step 1: di = ½·½·¼ = 1/16, dg = ½·½·(1 − ¼) = 3/16, df = 0 for c₀ = 0;
    /// at step 2: df = c₁·¼ = 1/16, dg = ½, di = 0 for g₂ = 0; do = 0 at both. dW takes step 1 only (x₂ = 0), dU = h₁ · step 2.
    /// dc₀ = dc₁·f = 1/4.
    /// </remarks>
    [Fact]
    public void Lstm_OneUnitTwoSteps_IsHandWorked()
    {
        var lstm = new Lstm(1, 1, new Rng(1));
        Set(lstm, [0, 0, HalfLog3, 0], new double[4], new double[4], new double[4]);
        (Tensor x, Tensor h, Tensor c) = (Leaf(new Shape(2, 1), 1, 0), Leaf(new Shape(1, 1, 1), 0), Leaf(new Shape(1, 1, 1), 0));
        LstmResult result = lstm.Forward(new SequenceTensor(SequenceLayout.Of([2]), x), new LstmState(h, c));
        double h1 = 0.5 * Math.Tanh(0.25);
        Near([h1, 0.5 * Math.Tanh(0.125)], result.Output.Values.ToDoubles());
        Near([0.125], result.State.C.ToDoubles());
        Ops.Sum(result.State.C).Backward();
        double[][] gradients = Gradients(lstm);
        Near([1 / 16d, 0, 3 / 16d, 0], gradients[0]);
        Near([0, h1 / 16, h1 / 2, 0], gradients[1]);
        Near([1 / 16d, 1 / 16d, (3 / 16d) + 0.5, 0], gradients[2]);
        Near(gradients[2], gradients[3]);
        Near([0.25], c.Grad!.ToDoubles());
        Near([0], h.Grad!.ToDoubles());
        Near([3 / 16d * HalfLog3, 0.5 * HalfLog3], x.Grad!.ToDoubles());
    }

    /// <remarks>
    /// Everything 0 but W of n = ½ ln 3, x = 1, 0, so that r = z = 1/2, n₁ = 1/2, n₂ = 0. h₁ = ½·½ = 1/4, h₂ = ½·¼ = 1/8.
    /// Loss h₂: dh₂ = 1, dh₁ = z = 1/2, dh₀ = 1/4. Before the gates at step 1: dn = ½·½·(1 − ¼) = 3/16, dz = ½·(0 − ½)·¼ = −1/16;
    /// at step 2: dn = ½, dz = (¼ − 0)·¼ = 1/16; dr = 0 at both, for U h + b' of n is 0. From the state, dn counts r = 1/2 times.
    /// dW takes step 1 only (x₂ = 0), dU = h₁ · step 2.
    /// </remarks>
    [Fact]
    public void Gru_OneUnitTwoSteps_IsHandWorked()
    {
        var gru = new Gru(1, 1, new Rng(1));
        Set(gru, [0, 0, HalfLog3], new double[3], new double[3], new double[3]);
        (Tensor x, Tensor h) = (Leaf(new Shape(2, 1), 1, 0), Leaf(new Shape(1, 1, 1), 0));
        RnnResult result = gru.Forward(new SequenceTensor(SequenceLayout.Of([2]), x), new RnnState(h));
        Near([1 / 4d, 1 / 8d], result.Output.Values.ToDoubles());
        Near([1 / 8d], result.State.H.ToDoubles());
        Ops.Sum(result.State.H).Backward();
        double[][] gradients = Gradients(gru);
        Near([0, -1 / 16d, 3 / 16d], gradients[0]);
        Near([0, 1 / 64d, 1 / 16d], gradients[1]);
        Near([0, 0, (3 / 16d) + 0.5], gradients[2]);
        Near([0, 0, (3 / 32d) + 0.25], gradients[3]);
        Near([0.25], h.Grad!.ToDoubles());
        Near([3 / 16d * HalfLog3, 0.5 * HalfLog3], x.Grad!.ToDoubles());
    }

    static Tensor Leaf(Shape shape, params double[] values) => Tensor.From(values, shape, requiresGrad: true);

    static void Set(Nn.Recurrent module, params double[][] values)
    {
        module.To(DType.Float64);
        foreach (var (i, parameter) in module.Parameters.Index()) values[i].CopyTo(parameter.Value.Span<double>());
    }

    static double[][] Gradients(Nn.Recurrent module) => [.. module.Parameters.Select(p => p.Gradient.ToDoubles())];

    static void Near(double[] expected, double[] actual) => Parity.Near.All(expected, actual, 1e-15, "value");
}
