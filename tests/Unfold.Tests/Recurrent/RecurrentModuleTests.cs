using Unfold.Nn;

namespace Unfold.Tests.Recurrent;

public class RecurrentModuleTests
{
    [Fact]
    public void Options_Defaults_AreOneLayerForwardWithBiasWithoutDropout()
    {
        var options = new RecurrentOptions();
        Assert.Equal((1, false, 0d, true, 1), (options.Layers, options.Bidirectional, options.Dropout, options.Bias, options.Directions));
        Assert.Equal(options, new Lstm(2, 3, new Rng(1)).Options);
        Assert.Equal(Activation.Tanh, new Rnn(2, 3, new Rng(1)).Activation);
    }

    [Theory]
    [InlineData("rnn_tanh", 1), InlineData("gru", 3), InlineData("lstm", 4)]
    public void Parameters_TwoLayersBidirectional_HavePyTorchNamesAndShapes(string cell, int gates)
    {
        Nn.Recurrent module = Cells.Make(cell, 5, 7, new RecurrentOptions { Layers = 2, Bidirectional = true });
        int g = gates * 7;
        Assert.Equal(
        [
            $"weight_ih_l0 [{g}, 5]", $"weight_hh_l0 [{g}, 7]", $"bias_ih_l0 [{g}]", $"bias_hh_l0 [{g}]",
            $"weight_ih_l0_reverse [{g}, 5]", $"weight_hh_l0_reverse [{g}, 7]", $"bias_ih_l0_reverse [{g}]", $"bias_hh_l0_reverse [{g}]",
            $"weight_ih_l1 [{g}, 14]", $"weight_hh_l1 [{g}, 7]", $"bias_ih_l1 [{g}]", $"bias_hh_l1 [{g}]",
            $"weight_ih_l1_reverse [{g}, 14]", $"weight_hh_l1_reverse [{g}, 7]", $"bias_ih_l1_reverse [{g}]", $"bias_hh_l1_reverse [{g}]",
        ], module.Parameters.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("rnn_tanh", 2_112), InlineData("lstm", 8_448), InlineData("gru", 6_336)]
    public void ParameterCount_32By32_IsPyTorchs(string cell, long count) =>
        Assert.Equal(count, Cells.Make(cell, 32, 32).ParameterCount);

    [Fact]
    public void Parameters_WithoutBias_AreTheWeightsOnly() =>
        Assert.Equal(["weight_ih_l0", "weight_hh_l0"], new Gru(2, 3, new Rng(1), new RecurrentOptions { Bias = false }).Parameters.Select(p => p.Name));

    [Fact]
    public void Init_EveryParameter_IsUniformWithinOneOverRootHidden()
    {
        var lstm = new Lstm(50, 64, new Rng(3), new RecurrentOptions { Layers = 2 });
        foreach (Parameter parameter in lstm.Parameters)
        {
            double[] values = parameter.Value.ToDoubles();
            Assert.All(values, value => Assert.InRange(value, -0.125, 0.125));
            Assert.InRange(values.Max(), 0.11, 0.125);
            Assert.InRange(values.Min(), -0.125, -0.11);
            double deviation = Math.Sqrt(values.Select(v => v * v).Average()), expected = 0.125 / Math.Sqrt(3);
            Assert.InRange(deviation, 0.9 * expected, 1.1 * expected);
        }
    }

    [Fact]
    public void ToString_ShowsSizesWhatDiffersFromTheDefaultsAndTheCount()
    {
        Assert.Equal("Rnn(32, 32) 2,112 parameters", new Rnn(32, 32, new Rng(1)).ToString());
        Assert.Equal("Rnn(32, 32, Relu) 2,112 parameters", new Rnn(32, 32, new Rng(1), Activation.Relu).ToString());
        Assert.Equal("Lstm(10, 6, layers: 2, bidirectional, dropout: 0.3, bias: false) 1,632 parameters",
            new Lstm(10, 6, new Rng(1), new RecurrentOptions { Layers = 2, Bidirectional = true, Dropout = 0.3, Bias = false }).ToString());
    }

    [Fact]
    public void New_DropoutWithOneLayer_SaysWhatToDo()
    {
        var error = Assert.Throws<ArgumentException>(() => new Lstm(2, 3, new Rng(1), new RecurrentOptions { Dropout = 0.5 }));
        Assert.Equal("Lstm: expected dropout 0 with one layer, got 0.5. It acts between layers and would do nothing here; " +
            "use two layers, or put a Dropout behind the module. (Parameter 'dropout')", error.Message);
    }

    [Fact]
    public void New_OptionsOutOfRange_AreNamed()
    {
        Assert.StartsWith("Gru: expected at least 1 layer.", Assert.Throws<ArgumentOutOfRangeException>(
            () => new Gru(2, 3, new Rng(1), new RecurrentOptions { Layers = 0 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Gru: expected a dropout of at least 0 and below 1.", Assert.Throws<ArgumentOutOfRangeException>(
            () => new Gru(2, 3, new Rng(1), new RecurrentOptions { Layers = 2, Dropout = 1 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Rnn: expected Tanh, Relu or Sigmoid.", Assert.Throws<ArgumentOutOfRangeException>(
            () => new Rnn(2, 3, new Rng(1), (Activation)9)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rnn(0, 3, new Rng(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rnn(2, 0, new Rng(1)));
    }

    [Fact]
    public void Forward_InputOfAnotherWidth_SaysBoth()
    {
        var error = Assert.Throws<ShapeException>(() => new Lstm(4, 3, new Rng(1)).Forward(Packed([2, 1], 5)));
        Assert.Equal("Lstm: expected input [..., 4], got [3, 5]. The layer was built for 4 inputs; check the width of what comes before it.", error.Message);
    }

    [Fact]
    public void Forward_InitialStateOfAnotherShape_SaysBoth()
    {
        var lstm = new Lstm(4, 3, new Rng(1), new RecurrentOptions { Layers = 2 });
        Tensor right = Tensor.Zeros(new Shape(2, 2, 3)), wrong = Tensor.Zeros(new Shape(2, 3));
        var error = Assert.Throws<ShapeException>(() => lstm.Forward(Packed([2, 1], 4), new LstmState(right, wrong)));
        Assert.Equal("Lstm: expected an initial C [2, 2, 3] (layers x directions, sequences, hidden), got [2, 3]. " +
            "Give one plane a layer and direction, and one row a sequence in the order of the batch.", error.Message);
        Assert.StartsWith("Lstm: expected tensors of one precision", Assert.Throws<ShapeException>(
            () => lstm.Forward(Packed([2, 1], 4), new LstmState(right.To(DType.Float64), right))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rnn_tanh"), InlineData("lstm"), InlineData("gru")]
    public void Forward_ASequenceInABatch_GivesWhatItGivesAlone(string cell)
    {
        Nn.Recurrent module = Cells.Make(cell, 4, 9, new RecurrentOptions { Layers = 2, Bidirectional = true });
        module.To(DType.Float64);
        Tensor dense = Cells.Fill(new Shape(5, 6, 4), 1, 1, DType.Float64);
        int[] lengths = [2, 6, 0, 1, 4];
        var (output, finals) = Cells.Forward(module, SequenceTensor.FromDense(dense, lengths));
        (double[] all, double[] states) = (output.ToDense().ToDoubles(), finals[0].ToDoubles());
        for (int i = 0; i < lengths.Length; i++)
        {
            Tensor one = Tensor.From(dense.ToDoubles().AsSpan(i * 24, lengths[i] * 4), new Shape(1, lengths[i], 4));
            var (aloneOutput, aloneFinals) = Cells.Forward(module, SequenceTensor.FromDense(one));
            Parity.Near.All(aloneOutput.ToDense().ToDoubles(), all[(i * 6 * 18)..((i * 6 * 18) + (lengths[i] * 18))], 1e-15, $"output {i}");
            double[] alone = aloneFinals[0].ToDoubles();
            for (int plane = 0; plane < 4; plane++)
            {
                int at = ((plane * 5) + i) * 9;
                Parity.Near.All(alone[(plane * 9)..((plane + 1) * 9)], states[at..(at + 9)], 1e-15, $"state {i}");
            }
        }
    }

    [Fact]
    public void Final_Bidirectional_IsTheLastLayersTwoStatesSideBySide()
    {
        var gru = new Gru(3, 2, new Rng(1), new RecurrentOptions { Layers = 2, Bidirectional = true });
        RnnResult result = gru.Forward(Packed([2, 3], 3));
        float[] final = result.Final().ToFloats(), h = result.State.H.ToFloats(), output = result.Output.ToDense().ToFloats();
        Assert.Equal(new Shape(2, 4), result.Final().Shape);
        Assert.Equal([h[8], h[9], h[12], h[13], h[10], h[11], h[14], h[15]], final); // planes 2 and 3 of two sequences
        Assert.Equal([output[4], output[5], output[2], output[3]], final[..4]);      // sequence 0: forward at step 1, reverse at step 0
    }

    [Fact]
    public void Dropout_BetweenLayers_ActsWhileTrainingOnly()
    {
        var options = new RecurrentOptions { Layers = 2, Dropout = 0.5 };
        float[] Output(Lstm lstm) => lstm.Forward(Packed([3, 2], 4)).Output.Values.ToFloats();
        Lstm with = new(4, 8, new Rng(5), options), again = new(4, 8, new Rng(5), options), without = new(4, 8, new Rng(5), new RecurrentOptions { Layers = 2 });
        float[] plain = Output(without), first = Output(with);
        Assert.NotEqual(plain, first);
        Assert.NotEqual(first, Output(with)); // fresh coins every time
        Assert.Equal(first, Output(again));   // the same coins from the same seed
        Assert.Equal(plain, Tape.NoGrad(() => Output(with)));
        with.Eval();
        Assert.Equal(plain, Output(with));
    }

    [Theory]
    [InlineData("rnn_tanh"), InlineData("lstm"), InlineData("gru")]
    public void Backward_FrozenParameter_GetsNoGradientAndChangesNoOther(string cell)
    {
        Dictionary<string, double[]> Gradients(string? frozen)
        {
            Nn.Recurrent module = Cells.Make(cell, 3, 4);
            foreach (Parameter parameter in module.Parameters) parameter.Trainable = parameter.Name != frozen;
            Cells.Weigh(module.Forward(Packed([3, 1], 3)).Output.Values, 4).Backward();
            return module.Parameters.ToDictionary(p => p.Name, p => p.Gradient.IsEmpty ? [] : p.Gradient.ToDoubles());
        }
        Dictionary<string, double[]> all = Gradients(null);
        foreach (string name in all.Keys)
        {
            Dictionary<string, double[]> some = Gradients(name);
            Assert.Empty(some[name]);
            foreach (string other in all.Keys.Where(other => other != name)) Assert.Equal(all[other], some[other]);
        }
    }

    static SequenceTensor Packed(int[] lengths, int width) =>
        new(SequenceLayout.Of(lengths), Cells.Fill(new Shape(lengths.Sum(), width), 2, 1, DType.Float32));
}
