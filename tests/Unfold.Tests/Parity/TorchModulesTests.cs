using System.Text.Json;
using Unfold.Nn;
using Unfold.Tests.Recurrent;

namespace Unfold.Tests.Parity;

/// <summary>The numbers of reference/torch_modules.py: PyTorch's outputs and all gradients on texts of different lengths, masked by hand there.</summary>
public class TorchModulesTests
{
    const int Inputs = 3;
    static readonly JsonElement Reference = ReferenceNumbers.Load("torch_modules.json");
    static readonly int[] Lengths = Reference.GetProperty("lengths").Ints();

    public static TheoryData<string, DType> Norms => Cases("layer_norm");

    public static TheoryData<string, DType> Convolutions => Cases("conv1d");

    public static TheoryData<string, DType> Poolings => Cases("max_pool1d");

    public static TheoryData<string, DType> Attentions => Cases("attention");

    public static TheoryData<string, DType> Highways => Cases("highway");

    [Fact]
    public void Cases_ThereAreAsManyInBothPrecisions() =>
        Assert.Equal(Named("", DType.Float64).Count(), Named("", DType.Float32).Count());

    [Theory, MemberData(nameof(Norms))]
    public void LayerNorm_EqualsPyTorch(string name, DType dtype) =>
        Same(Case(name, dtype), new LayerNorm(Inputs), dtype, (m, x) => m.Forward(x).ToDense());

    [Theory]
    [InlineData(DType.Float64), InlineData(DType.Float32)]
    public void BatchNorm_EqualsPyTorch(DType dtype)
    {
        JsonElement expected = Case("batch_norm", dtype);
        var module = new BatchNorm1d(Inputs);
        Fill(module, dtype);
        Ops.Sum(module.Forward(Texts(dtype, 49)).Values).Backward();
        foreach (Parameter parameter in module.Parameters) parameter.Gradient.Clear();
        Same(expected.GetProperty("trained"), module, dtype, (m, x) => m.Forward(x).ToDense());
        JsonElement running = expected.GetProperty("running");
        Assert.Equal(running.EnumerateObject().Select(p => p.Name), module.Buffers.Select(b => b.Name));
        foreach (ModuleBuffer buffer in module.Buffers) Near.All(running.GetProperty(buffer.Name).Doubles(), buffer.Value.ToDoubles(), Tolerance(dtype), buffer.Name);
        module.Eval();
        foreach (Parameter parameter in module.Parameters) parameter.Gradient.Clear();
        Same(expected.GetProperty("evaluated"), module, dtype, (m, x) => m.Forward(x).ToDense(), key: 51);
    }

    [Theory, MemberData(nameof(Convolutions))]
    public void Conv1d_EqualsPyTorch(string name, DType dtype)
    {
        string[] parts = name.Split(' ');
        JsonElement expected = Case(name, dtype);
        ConvolutionPadding padding = Enum.Parse<ConvolutionPadding>(parts[2], ignoreCase: true);
        Same(expected, new Conv1d(Inputs, 4, int.Parse(parts[1]), new Rng(1), padding), dtype, (m, x) =>
        {
            SequenceTensor y = m.Forward(x);
            Assert.Equal(expected.GetProperty("lengths").Ints(), y.Layout.Lengths.ToArray());
            return y.ToDense();
        });
    }

    [Theory, MemberData(nameof(Poolings))]
    public void MaxPool1d_EqualsPyTorch(string name, DType dtype)
    {
        string[] parts = name.Split(' ');
        JsonElement expected = Case(name, dtype);
        Same(expected, new MaxPool1d(int.Parse(parts[1]), int.Parse(parts[2])), dtype, (m, x) =>
        {
            SequenceTensor y = m.Forward(x);
            Assert.Equal(expected.GetProperty("lengths").Ints(), y.Layout.Lengths.ToArray());
            return y.ToDense();
        });
    }

    [Theory, MemberData(nameof(Attentions))]
    public void Attention_EqualsPyTorch(string name, DType dtype)
    {
        bool scaled = name.EndsWith(" scaled", StringComparison.Ordinal);
        Attention module = name.Split(' ')[1] switch
        {
            "last" => new DotProductAttention(scaled),
            "learned" => new DotProductAttention(Inputs, new Rng(1), scaled),
            _ => new AdditiveAttention(Inputs, 4, new Rng(1)),
        };
        JsonElement expected = Case(name, dtype);
        Same(expected, module, dtype, (m, x) =>
        {
            AttentionResult result = m.Forward(x);
            Near.All(expected.GetProperty("weights").Doubles(), result.Weights.ToDense().ToDoubles(), Tolerance(dtype), "weights");
            return result.Context;
        });
    }

    [Theory, MemberData(nameof(Highways))]
    public void Highway_EqualsPyTorch(string name, DType dtype) =>
        Same(Case(name, dtype), new Highway(Inputs, new Rng(1)), dtype, (m, x) => m.Forward(x).ToDense());

    /// <summary>Output, gradients of the input and of every parameter, of the loss Σ y · cos(0.7 i + …).</summary>
    static void Same<TModule>(JsonElement expected, TModule module, DType dtype, Func<TModule, SequenceTensor, Tensor> forward, int key = 50)
        where TModule : Module
    {
        Fill(module, dtype);
        JsonElement gradients = expected.GetProperty("d_parameters");
        Assert.Equal(gradients.EnumerateObject().Select(p => p.Name), module.Parameters.Select(p => p.Name));
        Tensor x = Cells.Fill(new Shape(3, 5, Inputs), key, 1, dtype, requiresGrad: true);
        Tensor y = forward(module, SequenceTensor.FromDense(x, Lengths));
        Near.All(expected.GetProperty("output").Doubles(), y.ToDoubles(), Tolerance(dtype), "output");
        Cells.Weigh(y, 70).Backward();
        Near.All(expected.GetProperty("d_x").Doubles(), x.Grad!.ToDoubles(), Tolerance(dtype), "d_x");
        foreach (Parameter parameter in module.Parameters)
        {
            Near.All(gradients.GetProperty(parameter.Name).Doubles(), parameter.Gradient.ToDoubles(), Tolerance(dtype), parameter.Name);
        }
    }

    static void Fill(Module module, DType dtype)
    {
        module.To(dtype);
        foreach (var (key, parameter) in module.Parameters.Index()) Cells.Set(parameter, Cells.Fill(parameter.Shape, key, 0.6, dtype));
    }

    static SequenceTensor Texts(DType dtype, int key) => SequenceTensor.FromDense(Cells.Fill(new Shape(3, 5, Inputs), key, 1, dtype), Lengths);

    static JsonElement Case(string name, DType dtype) => Named(name, dtype).Single(c => c.GetProperty("name").GetString() == name);

    static IEnumerable<JsonElement> Named(string start, DType dtype) => Reference.GetProperty("cases").EnumerateArray().Where(c =>
        c.GetProperty("name").GetString()!.StartsWith(start, StringComparison.Ordinal) && c.GetProperty("dtype").GetString() == $"{dtype}");

    static TheoryData<string, DType> Cases(string start)
    {
        var data = new TheoryData<string, DType>();
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            foreach (JsonElement c in Named(start, dtype)) data.Add(c.GetProperty("name").GetString()!, dtype);
        }
        return data;
    }

    static double Tolerance(DType dtype) => dtype == DType.Float64 ? 1e-12 : 1e-6;
}
