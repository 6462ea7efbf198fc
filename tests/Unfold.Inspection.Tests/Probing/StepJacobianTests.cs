using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>One-step Jacobians against central differences of the layer itself, in double precision.</summary>
public sealed class StepJacobianTests
{
    const double Step = 1e-6;

    /// <summary>The joint state after one more word, from a joint state.</summary>
    static double[] Next(Nn.Recurrent layer, double[] input, double[] state)
    {
        SequenceTensor x = new(SequenceLayout.Of([1]), Tensor.From(input, new Shape(1, input.Length)));
        int units = layer.HiddenSize;
        Tensor Part(int part) => Tensor.From(state.AsSpan(part * units, units), new Shape(1, 1, units));
        return Tape.NoGrad(() => layer switch
        {
            Rnn rnn => rnn.Forward(x, new RnnState(Part(0))).H.ToDoubles(),
            Gru gru => gru.Forward(x, new RnnState(Part(0))).H.ToDoubles(),
            Lstm lstm => Both(lstm.Forward(x, new LstmState(Part(0), Part(1)))),
            _ => throw new NotSupportedException(),
        });

        static double[] Both(LstmResult result) => [.. result.State.H.ToDoubles(), .. result.State.C.ToDoubles()];
    }

    [Theory]
    [InlineData("rnn", Activation.Tanh)]
    [InlineData("rnn", Activation.Sigmoid)]
    [InlineData("rnn", Activation.Relu)]
    [InlineData("gru", Activation.Tanh)]
    [InlineData("lstm", Activation.Tanh)]
    public void At_EveryCell_IsTheCentralDifferenceOfTheLayer(string cell, Activation activation)
    {
        TextNet net = new(cell, activation: activation);
        foreach (Parameter parameter in net.Parameters)
        {
            foreach (ref float weight in parameter.Value.Span<float>())
                weight *= 2; // away from the linear
        }
        net.To(DType.Float64);
        int[][] texts = TextNet.Texts(1, 30, [4, 6, 3]);
        double[] table = net.Embedding.Weight.Value.ToDoubles();
        new ProbeRun(net.Probe(texts), net, 0).Look(texts, view =>
        {
            RecurrentPass pass = Assert.Single(view.Passes);
            StepJacobian step = new(pass);
            (int size, int units) = (step.Size, pass.Units);
            Assert.Equal(cell == "lstm" ? 2 * units : units, size);
            double[] jacobian = new double[size * size];
            foreach ((int text, int at) in new[] { (0, 3), (1, 5), (1, 1), (2, 2) })
            {
                (int row, int before) = (pass.Layout.Row(text, at), pass.Layout.Row(text, at - 1));
                step.At(row, before, jacobian);
                double[] state = new double[size];
                PassRows.State(pass, before, state);
                if (pass.Cells is { } cells)
                    PassRows.Read(cells, before * units, state.AsSpan(units));
                double[] input = table.AsSpan(texts[text][at] * 5, 5).ToArray();
                for (int column = 0; column < size; column++)
                {
                    (double[] up, double[] down) = ([.. state], [.. state]);
                    (up[column], down[column]) = (up[column] + Step, down[column] - Step);
                    double[] high = Next(net.Recurrent, input, up), low = Next(net.Recurrent, input, down);
                    for (int i = 0; i < size; i++)
                        Assert.Equal((high[i] - low[i]) / (2 * Step), jacobian[(i * size) + column], 1e-7);
                }
            }
            Assert.Contains(jacobian, value => Math.Abs(value) > 0.05);
        });
    }
}
