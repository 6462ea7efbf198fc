using Unfold.Nn;
using Unfold.Tests.Recurrent;

namespace Unfold.Tests.Layers;

[Collection(SerialTests.Name)]
public class LayerDeterminismTests
{
    const int Features = 40;

    public static TheoryData<string> Names => ["LayerNorm", "BatchNorm1d", "Conv1d", "Conv1d read at its largest", "MaxPool1d", "DotProductAttention", "AdditiveAttention", "Highway"];

    /// <summary>130 texts of up to 90 steps: several blocks of rows in every pass.</summary>
    [Theory, MemberData(nameof(Names))]
    public void ForwardAndBackward_AnyNumberOfThreads_GiveTheSameBytes(string name)
    {
        double[] one = Run(name, 1);
        Assert.Equal(one, Run(name, 2));
        Assert.Equal(one, Run(name, 5));
        Assert.Contains(one, value => value != 0);
    }

    /// <summary>Output, gradient of the input and of every parameter, one behind the other.</summary>
    static double[] Run(string name, int threads)
    {
        Execution.Threads = threads;
        try
        {
            int[] lengths = [.. Enumerable.Range(0, 130).Select(i => i * 37 % 91)];
            SequenceLayout layout = SequenceLayout.Of(lengths);
            Tensor x = Cells.Fill(new Shape(layout.TotalSteps, Features), 5, 1.3, DType.Float32, requiresGrad: true);
            (Module module, Tensor y) = Forward(name, new SequenceTensor(layout, x));
            double[] output = y.ToDoubles();
            Cells.Weigh(y, 70).Backward();
            return [.. output, .. x.Grad!.ToDoubles(), .. module.Parameters.SelectMany(p => p.Gradient.ToDoubles())];
        }
        finally
        {
            Execution.Threads = 0;
        }
    }

    static (Module Module, Tensor Output) Forward(string name, SequenceTensor x)
    {
        switch (name)
        {
            case "LayerNorm":
                var layer = new LayerNorm(Features);
                return (layer, layer.Forward(x).Values);
            case "BatchNorm1d":
                var batch = new BatchNorm1d(Features);
                return (batch, batch.Forward(x).Values);
            case "Conv1d":
                var convolution = new Conv1d(Features, 30, 3, new Rng(1));
                return (convolution, convolution.Forward(x).Values);
            case "Conv1d read at its largest":
                var filters = new Conv1d(Features, 30, 3, new Rng(1), ConvolutionPadding.Same);
                return (filters, Ops.ReadOut(filters.Forward(x), ReadOut.Max));
            case "MaxPool1d":
                var pooling = new MaxPool1d(3, 2);
                return (pooling, pooling.Forward(x).Values);
            case "DotProductAttention":
                var dot = new DotProductAttention(scaled: true);
                return (dot, dot.Forward(x).Context);
            case "AdditiveAttention":
                var additive = new AdditiveAttention(Features, 20, new Rng(1));
                return (additive, additive.Forward(x).Context);
            case "Highway":
                var highway = new Highway(Features, new Rng(1));
                return (highway, highway.Forward(x).Values);
            default: throw new ArgumentException(name, nameof(name));
        }
    }
}
