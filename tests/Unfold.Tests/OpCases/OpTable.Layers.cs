using Unfold.Nn;

namespace Unfold.Tests.OpCases;

/// <summary>Normalisation, convolution, pooling, attention, highway: the layers of text models beside the recurrent ones.</summary>
static partial class OpTable
{
    public static IEnumerable<OpCase> LayerOperations()
    {
        foreach (int n in (int[])[2, 7, 8, 17, 33])
        {
            yield return new($"LayerNorm {n}", [new(3, n), new(n), new(n)], x => Ops.LayerNorm(x[0], x[1], x[2]),
                x => [.. x[0].Chunk(n).SelectMany(row => Normal(row).Select((z, i) => (z * x[1][i]) + x[2][i]))]);
            yield return new($"BatchNorm {n}", [new(5, n), new(n), new(n)], x => Ops.BatchNorm(x[0], x[1], x[2], 0.01),
                x => Transposed([.. Transposed(x[0], 5, n).Chunk(5).SelectMany((column, i) => Normal(column, 0.01).Select(z => (z * x[1][i]) + x[2][i]))], n, 5));
        }
        yield return new("BatchNorm of many rows", [new(5000, 3), new(3), new(3)], x => Ops.BatchNorm(Ops.SliceRows(x[0], 0, 5000), x[1], x[2]),
            x => Transposed([.. Transposed(x[0], 5000, 3).Chunk(5000).SelectMany((column, i) => Normal(column).Select(z => (z * x[1][i]) + x[2][i]))], 3, 5000)) { MostChecked = 40 };
        yield return new("BatchNorm by given moments", [new(5, 3), new(3), new(3)],
            x => Ops.BatchNorm(x[0], x[1], x[2], Tensor.From([0.5, -1, 2], new(3)), Tensor.From([0.25, 4, 1.5], new(3)), 0.01),
            x => [.. x[0].Select((v, i) => ((v - ((double[])[0.5, -1, 2])[i % 3]) / Math.Sqrt(((double[])[0.25, 4, 1.5])[i % 3] + 0.01) * x[1][i % 3]) + x[2][i % 3])]);
    }

    public static IEnumerable<OpCase> LayerModules()
    {
        yield return Module("nn.LayerNorm", [new(3, 4)], () => Told(new LayerNorm(4)), (m, x) => ((LayerNorm)m).Forward(x[0]));
        yield return Module("nn.LayerNorm of sequences", [new(5, 5, 2)], () => Told(new LayerNorm(2)), (m, x) => Packed((Layer)m, x[0]));
        yield return Module("nn.BatchNorm1d after training", [new(5, 5, 2)], () => Trained(new BatchNorm1d(2)), (m, x) => Packed((Layer)m, x[0]));
    }

    static Tensor Packed(Layer layer, Tensor dense) => layer.Forward(SequenceTensor.FromDense(dense, RaggedLengths)).Values;

    /// <summary>With weights that are not all alike.</summary>
    static Module Told(Module module)
    {
        foreach (var (key, parameter) in module.Parameters.Index()) Recurrent.Cells.Set(parameter, Recurrent.Cells.Fill(parameter.Shape, key, 0.6, parameter.DType));
        return module;
    }

    /// <summary>In evaluation mode, as gradients of a stable loss are checked, after one batch.</summary>
    static Module Trained(Layer module)
    {
        Told(module);
        Ops.Sum(module.Forward(Recurrent.Cells.Fill(new Shape(6, 2), 3, 2, DType.Float32))).Backward();
        foreach (Parameter parameter in module.Parameters) parameter.Gradient.Clear();
        module.Eval();
        return module;
    }

    static double[] Normal(double[] values, double epsilon = 1e-5)
    {
        double mean = values.Average(), variance = values.Average(v => (v - mean) * (v - mean));
        return Map(values, v => (v - mean) / Math.Sqrt(variance + epsilon));
    }
}
