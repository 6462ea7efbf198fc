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
        foreach (Activation activation in Enum.GetValues<Activation>()) // more than one block of elements
        {
            yield return new($"{activation} of many", [new(5, 14001)], x => Ops.Activate(x[0], activation),
                x => Map(x[0], a => activation switch { Activation.Tanh => Math.Tanh(a), Activation.Relu => Math.Max(a, 0), _ => 1 / (1 + Math.Exp(-a)) }), Margin: 0.01) { MostChecked = 10 };
        }
        yield return new("BatchNorm by given moments", [new(5, 3), new(3), new(3)],
            x => Ops.BatchNorm(x[0], x[1], x[2], Tensor.From([0.5, -1, 2], new(3)), Tensor.From([0.25, 4, 1.5], new(3)), 0.01),
            x => [.. x[0].Select((v, i) => ((v - ((double[])[0.5, -1, 2])[i % 3]) / Math.Sqrt(((double[])[0.25, 4, 1.5])[i % 3] + 0.01) * x[1][i % 3]) + x[2][i % 3])]);
        foreach (var (width, padding) in ((int, ConvolutionPadding)[])[(1, ConvolutionPadding.Valid), (2, ConvolutionPadding.Same), (3, ConvolutionPadding.Valid), (3, ConvolutionPadding.Same), (4, ConvolutionPadding.Valid), (4, ConvolutionPadding.Same)])
        {
            yield return new($"Conv1d {width} {padding}", [new(5, 5, 2), new(3, 2, width), new(3)],
                x => Ops.Conv1d(SequenceTensor.FromDense(x[0], RaggedLengths), x[1], x[2], padding).ToDense(), x => Convolution(x[0], x[1], x[2], width, padding));
        }
        yield return new("Conv1d without bias", [new(5, 5, 2), new(3, 2, 2)],
            x => Ops.Conv1d(SequenceTensor.FromDense(x[0], RaggedLengths), x[1], null, ConvolutionPadding.Same).ToDense(),
            x => Convolution(x[0], x[1], new double[3], 2, ConvolutionPadding.Same));
        foreach (ConvolutionPadding padding in Enum.GetValues<ConvolutionPadding>())
        {
            yield return new($"Conv1d {padding} read at its largest", [new(2, 30, 2), new(3, 2, 4), new(3)], // few gradients that are not zero
                x => Ops.ReadOut(Ops.Conv1d(SequenceTensor.FromDense(x[0], [30, 21]), x[1], x[2], padding), ReadOut.Max));
        }
        foreach (var (size, stride) in ((int, int)[])[(1, 1), (2, 2), (3, 1), (2, 3), (4, 4)])
        {
            yield return new($"MaxPool1d {size} {stride}", [new(5, 5, 9)],
                x => Ops.MaxPool1d(SequenceTensor.FromDense(x[0], RaggedLengths), size, stride).ToDense(), x => Pooling(x[0], 9, size, stride));
        }
        SequenceLayout layout = SequenceLayout.Of(RaggedLengths);
        yield return new("Flatten, longer ones cut off", [new(5, 5, 2)], x => SequenceTensor.FromDense(x[0], RaggedLengths).Flatten(4),
            x => [.. x[0].Where((_, i) => i / 2 % 5 < 4).Select((a, i) => i / 2 % 4 < RaggedLengths[i / 8] ? a : 0)]);
        yield return new("Flatten of all steps", [new(5, 5, 2)], x => SequenceTensor.FromDense(x[0], RaggedLengths).Flatten(6),
            x => [.. Enumerable.Range(0, 60).Select(i => i / 2 % 6 < RaggedLengths[i / 12] ? x[0][(i / 12 * 10) + (i % 12)] : 0)]);
        yield return new("Flatten of all steps, twice", [new(12, 2)], x =>
        {
            var texts = new SequenceTensor(layout, x[0]);
            return Ops.Multiply(texts.Flatten(5), texts.Flatten(5));
        });
        yield return new("SequenceSoftmax", [new(12, 1)], x => Ops.SequenceSoftmax(new(layout, x[0])).Values, x => ByText(layout, x[0], Softmax));
        yield return new("WeightedSum", [new(12, 9), new(12, 1)], x => Ops.WeightedSum(new(layout, x[0]), new(layout, x[1])), x => WeightedSums(layout, x[0], x[1], 9));
        yield return new("SequenceDot", [new(12, 9), new(5, 9)], x => Ops.SequenceDot(new(layout, x[0]), x[1], 0.3).Values, x => Products(layout, x[0], x[1], 9, 0.3));
        yield return new("VariationalDropout", [new(12, 9)], x => Ops.VariationalDropout(new(layout, x[0]), 0.4, new Rng(5)).Values);
    }

    public static IEnumerable<OpCase> LayerModules()
    {
        SequenceTensor Texts(Tensor[] x) => SequenceTensor.FromDense(x[0], RaggedLengths);
        Shape[] texts = [new(5, 5, 3)];
        foreach (ConvolutionPadding padding in Enum.GetValues<ConvolutionPadding>())
        {
            yield return Module($"nn.Conv1d {padding}", texts, () => new Conv1d(3, 4, 3, new Rng(1), padding), (m, x) => ((Conv1d)m).Forward(Texts(x)).Values);
        }
        yield return Module("nn.Conv1d without bias, and nn.MaxPool1d", texts, () => new Conv1d(3, 4, 2, new Rng(1), bias: false),
            (m, x) => new MaxPool1d(2).Forward(((Conv1d)m).Forward(Texts(x))).Values);
        yield return Module("nn.DotProductAttention", texts, () => new DotProductAttention(), (m, x) => Everything(((Attention)m).Forward(Texts(x))));
        yield return Module("nn.DotProductAttention learned, scaled", texts, () => new DotProductAttention(3, new Rng(1), scaled: true), (m, x) => Everything(((Attention)m).Forward(Texts(x))));
        yield return Module("nn.DotProductAttention with a given query", [.. texts, new(5, 3)], () => new DotProductAttention(scaled: true),
            (m, x) => Everything(((DotProductAttention)m).Forward(Texts(x), x[1])));
        yield return Module("nn.AdditiveAttention", texts, () => new AdditiveAttention(3, 4, new Rng(1)), (m, x) => Everything(((Attention)m).Forward(Texts(x))));
        yield return Module("nn.Highway", [new(3, 4)], () => new Highway(4, new Rng(1), Activation.Tanh), (m, x) => ((Highway)m).Forward(x[0]));
        yield return Module("nn.Highway of sequences", texts, () => new Highway(3, new Rng(1), Activation.Tanh), (m, x) => ((Highway)m).Forward(Texts(x)).Values);
        yield return Module("nn.Residual", [new(3, 4)], () => new Residual(new Sequential(new Linear(4, 6, new Rng(1)), new ActivationLayer(Activation.Tanh), new Linear(6, 4, new Rng(2)))),
            (m, x) => ((Residual)m).Forward(x[0]));
        yield return Module("nn.LayerNorm", [new(3, 4)], () => Told(new LayerNorm(4)), (m, x) => ((LayerNorm)m).Forward(x[0]));
        yield return Module("nn.LayerNorm of sequences", [new(5, 5, 2)], () => Told(new LayerNorm(2)), (m, x) => Packed((Layer)m, x[0]));
        yield return Module("nn.BatchNorm1d after training", [new(5, 5, 2)], () => Trained(new BatchNorm1d(2)), (m, x) => Packed((Layer)m, x[0]));
    }

    static Tensor Everything(AttentionResult result) =>
        Ops.ConcatRows(Ops.Reshape(result.Context, new(result.Context.Length, 1)), result.Weights.Values);

    /// <summary>The definition: x is zero outside its text.</summary>
    static double[] Convolution(double[] x, double[] weight, double[] bias, int width, ConvolutionPadding padding)
    {
        int before = padding == ConvolutionPadding.Same ? (width - 1) / 2 : 0;
        int[] lengths = [.. RaggedLengths.Select(n => padding == ConvolutionPadding.Same || n == 0 ? n : Math.Max(1, n - width + 1))];
        double At(int text, int step, int input) => step >= 0 && step < RaggedLengths[text] ? x[(((text * 5) + step) * 2) + input] : 0;
        return Dense(lengths, 3, (text, t, o) => bias[o] + Enumerable.Range(0, width).Sum(k => Enumerable.Range(0, 2).Sum(c =>
            weight[(((o * 2) + c) * width) + k] * At(text, t - before + k, c))));
    }

    static double[] Pooling(double[] x, int features, int size, int stride)
    {
        int[] lengths = [.. RaggedLengths.Select(n => n == 0 ? 0 : n < size ? 1 : ((n - size) / stride) + 1)];
        return Dense(lengths, features, (text, t, f) => Enumerable.Range(t * stride, size).Where(step => step < RaggedLengths[text]).Max(step => x[(((text * 5) + step) * features) + f]));
    }

    static double[] Dense(int[] lengths, int features, Func<int, int, int, double> value) => [.. lengths.SelectMany((length, text) =>
        Enumerable.Range(0, lengths.Max() * features).Select(i => i / features < length ? value(text, i / features, i % features) : 0))];

    /// <summary>A function of each text's numbers, packed as they came.</summary>
    static double[] ByText(SequenceLayout layout, double[] packed, Func<double[], double[]> f)
    {
        var result = new double[packed.Length];
        for (int text = 0; text < layout.Count; text++)
        {
            int[] rows = [.. Enumerable.Range(0, layout.Lengths[text]).Select(t => layout.Row(text, t))];
            foreach (var (row, value) in rows.Zip(f([.. rows.Select(row => packed[row])]))) result[row] = value;
        }
        return result;
    }

    static double[] WeightedSums(SequenceLayout layout, double[] x, double[] weights, int features) => [.. Enumerable.Range(0, layout.Count * features).Select(i =>
        Enumerable.Range(0, layout.LengthArray[i / features]).Sum(t => weights[layout.Row(i / features, t)] * x[(layout.Row(i / features, t) * features) + (i % features)]))];

    static double[] Products(SequenceLayout layout, double[] x, double[] query, int features, double factor)
    {
        var result = new double[layout.TotalSteps];
        for (int text = 0; text < layout.Count; text++)
        {
            for (int t = 0; t < layout.Lengths[text]; t++)
            {
                int row = layout.Row(text, t);
                result[row] = factor * Enumerable.Range(0, features).Sum(f => x[(row * features) + f] * query[(text * features) + f]);
            }
        }
        return result;
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
