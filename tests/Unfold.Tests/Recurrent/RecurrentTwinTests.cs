using Unfold.Nn;
using Unfold.Tests.OpCases;

namespace Unfold.Tests.Recurrent;

/// <summary>The fused operations against the same layers written out of elementary ones, on random ragged batches.</summary>
public class RecurrentTwinTests
{
    public static TheoryData<string, ulong> Cases
    {
        get
        {
            var data = new TheoryData<string, ulong>();
            foreach (string cell in Cells.Names)
            {
                for (ulong seed = 1; seed <= 10; seed++) data.Add(cell, seed);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Forward_RandomRaggedBatch_EqualsElementaryOperations(string cell, ulong seed)
    {
        Compare(cell, seed, DType.Float64, 1e-12);
        Compare(cell, seed, DType.Float32, 2e-5);
    }

    [Theory]
    [InlineData("rnn_tanh"), InlineData("lstm"), InlineData("gru")]
    public void Forward_OnlyEmptySequences_KeepsInitialStates(string cell)
    {
        Nn.Recurrent module = Cells.Make(cell, 2, 3, new RecurrentOptions { Layers = 2, Bidirectional = true });
        var x = new SequenceTensor(SequenceLayout.Of([0, 0]), Tensor.Zeros(new Shape(0, 2), requiresGrad: true));
        Tensor[] initial = [.. Enumerable.Range(0, Cells.States(cell)).Select(k => Cells.Fill(new Shape(4, 2, 3), k, 1, DType.Float32, requiresGrad: true))];
        var (output, finals) = Cells.Forward(module, x, initial);
        Assert.Equal(new Shape(0, 6), output.Values.Shape);
        for (int k = 0; k < finals.Length; k++) Assert.Equal(initial[k].ToFloats(), finals[k].ToFloats());
        finals.Select((final, k) => Cells.Weigh(final, k)).Aggregate((a, b) => a + b).Backward();
        for (int k = 0; k < finals.Length; k++)
        {
            Assert.Equal(Cells.Fill(new Shape(4, 2, 3), k, 1, DType.Float32).ToFloats(), initial[k].Grad!.ToFloats());
        }
        Assert.All(module.Parameters, parameter => Assert.All(parameter.Gradient.ToDoubles(), value => Assert.Equal(0, value)));
    }

    static void Compare(string cell, ulong seed, DType dtype, double tolerance)
    {
        var rng = new Rng(seed).Fork(cell);
        int batch = 1 + rng.Next(21), inputs = 1 + rng.Next(20), hidden = 1 + rng.Next(36);
        int[] lengths = [.. Enumerable.Range(0, batch).Select(_ => rng.Next(8))];
        if (lengths.Sum() == 0) lengths[0] = 1;
        var options = new RecurrentOptions { Layers = 1 + rng.Next(2), Bidirectional = rng.Next(2) == 1, Bias = rng.Next(4) > 0 };
        Nn.Recurrent module = Cells.Make(cell, inputs, hidden, options, seed);
        module.To(dtype);
        Tensor x = Cells.Fill(new Shape(lengths.Sum(), inputs), 3, 1, dtype, requiresGrad: true);
        Tensor[] initial = rng.Next(3) == 0 ? [] : [.. Enumerable.Range(0, Cells.States(cell)).Select(k =>
            Cells.Fill(new Shape(options.Layers * options.Directions, batch, hidden), k, 0.8, dtype, requiresGrad: true))];
        bool onlyFinal = rng.Next(3) == 0;

        List<(string Name, double[] Values)> expected = Run(ElementaryRecurrent.Forward), actual = Run(Cells.Forward);
        foreach (var ((name, want), (_, got)) in expected.Zip(actual))
        {
            double scale = Math.Max(1, want.Select(Math.Abs).DefaultIfEmpty(0).Max());
            for (int i = 0; i < want.Length; i++)
            {
                Assert.True(Math.Abs(want[i] - got[i]) <= tolerance * scale,
                    $"{module} {dtype}, lengths [{string.Join(", ", lengths)}], {name}[{i}]: expected {want[i]:R}, got {got[i]:R}");
            }
        }

        List<(string, double[])> Run(Func<Nn.Recurrent, SequenceTensor, Tensor[], (SequenceTensor Output, Tensor[] Finals)> forward)
        {
            foreach (Parameter parameter in module.Parameters) parameter.Gradient.Clear();
            foreach (Tensor leaf in (Tensor[])[x, .. initial]) leaf.ClearGradient();
            var (output, finals) = forward(module, new SequenceTensor(SequenceLayout.Of(lengths), x), initial);
            List<(string, double[])> values = [("output", output.Values.ToDoubles()), .. finals.Select((f, k) => ($"final {k}", f.ToDoubles()))];
            Tensor loss = finals.Select((final, k) => Cells.Weigh(final, 5 + k)).Aggregate((a, b) => a + b);
            if (!onlyFinal) loss += Cells.Weigh(output.Values, 4);
            loss.Backward();
            values.AddRange(module.Parameters.Select(p => ($"d {p.Name}", p.Gradient.ToDoubles())));
            values.Add(("d x", x.Grad!.ToDoubles()));
            values.AddRange(initial.Select((s, k) => ($"d initial {k}", s.Grad!.ToDoubles())));
            return values;
        }
    }
}
