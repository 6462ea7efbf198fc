using System.Text.Json;
using Unfold.Nn;
using Unfold.Tests.Recurrent;

namespace Unfold.Tests.Parity;

/// <summary>The numbers of reference/torch_recurrent.py: PyTorch's outputs, final states and all gradients.</summary>
public class TorchRecurrentTests
{
    static readonly JsonElement Reference = ReferenceNumbers.Load("torch_recurrent.json");
    static readonly int[] Lengths = Reference.GetProperty("lengths").Ints();

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (i, c) in Reference.GetProperty("cases").EnumerateArray().Index())
            {
                data.Add(i, $"{c.GetProperty("cell")} {c.GetProperty("dtype")} layers {c.GetProperty("layers")} bidirectional {c.GetProperty("bidirectional")}");
            }
            return data;
        }
    }

    [Fact]
    public void Cases_CoverEveryCellInBothPrecisions() => Assert.Equal(Cells.Names.Length * 4 * 2, Cases.Count);

    [Theory, MemberData(nameof(Cases))]
    public void ForwardAndBackward_EqualPyTorch(int index, string name)
    {
        Assert.NotEmpty(name);
        JsonElement expected = Reference.GetProperty("cases")[index];
        DType dtype = Enum.Parse<DType>(expected.GetProperty("dtype").GetString()!);
        double tolerance = dtype == DType.Float64 ? 1e-12 : 1e-6;
        string cell = expected.GetProperty("cell").GetString()!;
        var options = new RecurrentOptions
        {
            Layers = expected.GetProperty("layers").GetInt32(),
            Bidirectional = expected.GetProperty("bidirectional").GetBoolean(),
            Bias = expected.GetProperty("bias").GetBoolean(),
        };
        Nn.Recurrent module = Cells.Make(cell, 3, 4, options);
        module.To(dtype);
        JsonElement gradients = expected.GetProperty("d_parameters");
        Assert.Equal(gradients.EnumerateObject().Select(p => p.Name), module.Parameters.Select(p => p.Name));
        foreach (var (key, parameter) in module.Parameters.Index()) Cells.Set(parameter, Cells.Fill(parameter.Shape, key, 0.6, dtype));

        Tensor x = Cells.Fill(new Shape(3, 5, 3), 50, 1, dtype, requiresGrad: true);
        Tensor[] initial = !expected.GetProperty("initial").GetBoolean() ? [] : [.. Enumerable.Range(0, Cells.States(cell)).Select(k =>
            Cells.Fill(new Shape(options.Layers * options.Directions, 3, 4), 60 + k, 0.8, dtype, requiresGrad: true))];
        var (packed, finals) = Cells.Forward(module, SequenceTensor.FromDense(x, Lengths), initial);
        Tensor output = packed.ToDense();
        Tensor loss = finals.Select((final, k) => Cells.Weigh(final, 71 + k)).Prepend(Cells.Weigh(output, 70)).Aggregate((a, b) => a + b);

        Near.All(expected.GetProperty("output").Doubles(), output.ToDoubles(), tolerance, "output");
        foreach (var (k, final) in finals.Index()) Near.All(expected.GetProperty("finals")[k].Doubles(), final.ToDoubles(), tolerance, $"final {k}");
        loss.Backward();
        foreach (Parameter parameter in module.Parameters)
        {
            Near.All(gradients.GetProperty(parameter.Name).Doubles(), parameter.Gradient.ToDoubles(), tolerance, parameter.Name);
        }
        Near.All(expected.GetProperty("d_x").Doubles(), x.Grad!.ToDoubles(), tolerance, "d_x");
        foreach (var (k, state) in initial.Index()) Near.All(expected.GetProperty("d_states")[k].Doubles(), state.Grad!.ToDoubles(), tolerance, $"d_state {k}");
    }
}
