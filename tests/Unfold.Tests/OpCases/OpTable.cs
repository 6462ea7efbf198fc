using Unfold.Nn;

namespace Unfold.Tests.OpCases;

/// <summary>The table of operations. A new operation is a new line here: value, gradient and vector widths follow.</summary>
static partial class OpTable
{
    static readonly int[] RaggedLengths = [3, 0, 5, 1, 3];

    public static IEnumerable<OpCase> Operations()
    {
        foreach (int n in (int[])[1, 7, 8, 17, 33])
        {
            Shape s = new(3, n);
            yield return new($"Add {n}", [s, s], x => x[0] + x[1], x => Zip(x[0], x[1], (a, b) => a + b));
            yield return new($"AddRow {n}", [s, new(n)], x => x[0] + x[1], x => x[0].Select((a, i) => a + x[1][i % n]).ToArray());
            yield return new($"Subtract {n}", [s, s], x => x[0] - x[1], x => Zip(x[0], x[1], (a, b) => a - b));
            yield return new($"Multiply {n}", [s, s], x => x[0] * x[1], x => Zip(x[0], x[1], (a, b) => a * b));
            yield return new($"Scale {n}", [s], x => -1.7 * x[0], x => Map(x[0], a => -1.7 * a));
            yield return new($"Tanh {n}", [s], x => Ops.Tanh(x[0]), x => Map(x[0], Math.Tanh));
            yield return new($"Sigmoid {n}", [s], x => Ops.Sigmoid(x[0]), x => Map(x[0], a => 1 / (1 + Math.Exp(-a))));
            yield return new($"Relu {n}", [s], x => Ops.Relu(x[0]), x => Map(x[0], a => Math.Max(a, 0)), Margin: 0.01);
            yield return new($"Softmax {n}", [s], x => Ops.Softmax(x[0]), x => Rows(x[0], n, Softmax));
            yield return new($"LogSoftmax {n}", [s], x => Ops.LogSoftmax(x[0]), x => Rows(x[0], n, row => Map(Softmax(row), Math.Log)));
            yield return new($"Sum {n}", [s], x => Ops.Sum(x[0]), x => [x[0].Sum()]);
            yield return new($"Mean {n}", [s], x => Ops.Mean(x[0]), x => [x[0].Average()]);
            yield return new($"Dropout {n}", [s], x => Ops.Dropout(x[0], 0.4, new Rng(5)));
        }
        foreach (var (m, k, n) in ((int, int, int)[])[(1, 1, 1), (2, 3, 4), (7, 9, 17), (16, 8, 33)])
        {
            yield return new($"MatMul {m}x{k}x{n}", [new(m, k), new(k, n)], x => Ops.MatMul(x[0], x[1]), x => Product(x[0], x[1], m, k, n));
            yield return new($"Linear {m}x{k}x{n}", [new(m, k), new(n, k), new(n)], x => Ops.Linear(x[0], x[1], x[2]),
                x => Product(x[0], Transposed(x[1], n, k), m, k, n).Select((y, i) => y + x[2][i % n]).ToArray());
        }
        yield return new("Linear without bias, three axes", [new(2, 3, 5), new(4, 5)], x => Ops.Linear(x[0], x[1], null),
            x => Product(x[0], Transposed(x[1], 4, 5), 6, 5, 4));
        yield return new("Reshape", [new(4, 6)], x => Ops.Reshape(x[0], new(2, 12)), x => x[0]);
        yield return new("Reshape, twice", [new(4, 6)], x =>
        {
            Tensor y = Ops.Multiply(x[0], x[0]); // whose gradient comes from both
            return Ops.Multiply(Ops.Reshape(y, new(2, 12)), Ops.Reshape(y, new(2, 12)));
        });
        yield return new("GatherRows", [new(4, 3)], x => Ops.GatherRows(x[0], [2, -1, 2, 0]),
            x => [.. x[0][6..9], 0, 0, 0, .. x[0][6..9], .. x[0][0..3]]);
        yield return new("SliceRows", [new(4, 3)], x => Ops.SliceRows(x[0], 1, 2), x => x[0][3..9]);
        yield return new("SliceColumns", [new(2, 5)], x => Ops.SliceColumns(x[0], 1, 3), x => [.. x[0][1..4], .. x[0][6..9]]);
        yield return new("ConcatRows", [new(2, 3), new(1, 3)], x => Ops.ConcatRows(x[0], x[1]), x => [.. x[0], .. x[1]]);
        yield return new("ConcatColumns", [new(2, 2), new(2, 1)], x => Ops.ConcatColumns(x[0], x[1]),
            x => [x[0][0], x[0][1], x[1][0], x[0][2], x[0][3], x[1][1]]);
        yield return new("an input used twice", [new(2, 9)], x => x[0] * x[0], x => Map(x[0], a => a * a));
        yield return new("dense to packed and back", [new(5, 5, 2)],
            x => SequenceTensor.FromDense(x[0], RaggedLengths).ToDense(),
            x => x[0].Select((a, i) => i / 2 % 5 < RaggedLengths[i / 10] ? a : 0).ToArray());
        foreach (ReadOut kind in Enum.GetValues<ReadOut>())
        {
            yield return new($"ReadOut {kind}", [new(5, 5, 2)],
                x => Ops.ReadOut(SequenceTensor.FromDense(x[0], RaggedLengths), kind), x => ReadOutDefinition(x[0], kind));
        }
        foreach (OpCase layer in LayerOperations()) yield return layer;
        foreach (DropoutlessLoss loss in Losses()) yield return new(loss.Name, [loss.Shape], x => loss.Forward(x[0]), x => [loss.Definition(x[0])]);
    }

    public static IEnumerable<OpCase> Modules()
    {
        yield return Module("nn.Linear", [new(3, 4)], () => new Linear(4, 5, new Rng(1)), (m, x) => ((Linear)m).Forward(x[0]));
        yield return Module("nn.Linear without bias", [new(3, 4)], () => new Linear(4, 5, new Rng(1), bias: false), (m, x) => ((Linear)m).Forward(x[0]));
        yield return Module("nn.Sequential", [new(3, 4)],
            () => new Sequential(new Linear(4, 6, new Rng(1)), new ActivationLayer(Activation.Tanh), new Linear(6, 2, new Rng(2))),
            (m, x) => ((Sequential)m).Forward(x[0]));
        SequenceBatch ids = SequenceBatch.FromIds([[1, 2, 2, 5], [], [5], [4, 1, 1]]);
        yield return Module("nn.Embedding", [], () => new Embedding(6, 3, new Rng(3)), (m, _) => Ops.Tanh(((Embedding)m).Forward(ids).Values));
        yield return Module("nn.BigramEmbedding, pairs that share rows", [], () => new BigramEmbedding(5, 3, new Rng(3)), (m, _) => Ops.Tanh(((BigramEmbedding)m).Forward(ids).Values));
        yield return Module("nn.Embedding used twice", [], () => new Embedding(6, 3, new Rng(3)),
            (m, _) => ((Embedding)m).Forward(ids).Values * ((Embedding)m).Forward(ids).Values);
        int[] tags = [2, 0, 1, 1, 3, 2, 0, 0, 3, 1, 2, 0];
        yield return Module("nn.LinearChainCrf", [new(12, 4)], () => new LinearChainCrf(4, new Rng(6)),
            (m, x) => ((LinearChainCrf)m).Loss(new SequenceTensor(SequenceLayout.Of(RaggedLengths), x[0]), tags));
        foreach (OpCase recurrent in RecurrentModules()) yield return recurrent;
        foreach (OpCase layer in LayerModules()) yield return layer;
    }

    /// <summary>All cases that have a definition, for the value tests.</summary>
    public static IEnumerable<OpCase> WithDefinition() => Operations().Where(c => c.Definition is not null);

    static partial void AddRecurrentModules(List<OpCase> cases);

    static List<OpCase> RecurrentModules()
    {
        var cases = new List<OpCase>();
        AddRecurrentModules(cases);
        return cases;
    }

    static OpCase Module(string name, Shape[] inputs, Func<Module> module, Func<Module, Tensor[], Tensor> forward) =>
        new(name, inputs, _ => throw new InvalidOperationException("a module's case"), Module: module, ModuleForward: forward);

    sealed record DropoutlessLoss(string Name, Shape Shape, Func<Tensor, Tensor> Forward, Func<double[], double> Definition);

    static IEnumerable<DropoutlessLoss> Losses()
    {
        float[] answers = [1, 0, 0.25f, 1, 0];
        double Bce(double[] z, double p) => z.Select((x, i) =>
        {
            double s = 1 / (1 + Math.Exp(-x));
            return -((p * answers[i] * Math.Log(s)) + ((1 - answers[i]) * Math.Log(1 - s)));
        }).Average();
        yield return new("BinaryCrossEntropy", new(5), z => BinaryCrossEntropy.WithLogits(z, answers), z => Bce(z, 1));
        yield return new("BinaryCrossEntropy weighted", new(5, 1), z => BinaryCrossEntropy.WithLogits(z, answers, positiveWeight: 3.5), z => Bce(z, 3.5));

        int[] classes = [2, 0, 1, 2];
        double[] weights = [0.5, 2, 1];
        double Ce(double[] z, double[] w, double smoothing) => classes.Select((target, i) =>
        {
            double[] logs = Map(Softmax(z[(3 * i)..(3 * (i + 1))]), Math.Log);
            return -logs.Select((log, c) => w[c] * log * (((c == target ? 1 : 0) * (1 - smoothing)) + (smoothing / 3))).Sum();
        }).Sum() / classes.Sum(target => w[target]);
        yield return new("CrossEntropy", new(4, 3), z => CrossEntropy.WithLogits(z, classes), z => Ce(z, [1, 1, 1], 0));
        yield return new("CrossEntropy weighted", new(4, 3), z => CrossEntropy.WithLogits(z, classes, new() { ClassWeights = weights }), z => Ce(z, weights, 0));
        yield return new("CrossEntropy smoothed", new(4, 3), z => CrossEntropy.WithLogits(z, classes, new() { LabelSmoothing = 0.1 }), z => Ce(z, [1, 1, 1], 0.1));
        yield return new("CrossEntropy weighted and smoothed", new(4, 3),
            z => CrossEntropy.WithLogits(z, classes, new() { ClassWeights = weights, LabelSmoothing = 0.2 }), z => Ce(z, weights, 0.2));
    }

    static double[] ReadOutDefinition(double[] dense, ReadOut kind) => [.. Enumerable.Range(0, 5).SelectMany(i => Enumerable.Range(0, 2).Select(f =>
    {
        double[] steps = [.. Enumerable.Range(0, RaggedLengths[i]).Select(t => dense[(i * 10) + (t * 2) + f])];
        return steps.Length == 0 ? 0 : kind switch { ReadOut.Last => steps[^1], ReadOut.Mean => steps.Average(), _ => steps.Max() };
    }))];

    static double[] Map(double[] x, Func<double, double> f) => Array.ConvertAll(x, a => f(a));

    static double[] Zip(double[] x, double[] y, Func<double, double, double> f) => [.. x.Zip(y, f)];

    static double[] Rows(double[] x, int n, Func<double[], double[]> f) => [.. x.Chunk(n).SelectMany(f)];

    static double[] Softmax(double[] row)
    {
        double sum = row.Sum(Math.Exp);
        return Map(row, a => Math.Exp(a) / sum);
    }

    static double[] Transposed(double[] x, int rows, int columns) =>
        [.. Enumerable.Range(0, columns).SelectMany(c => Enumerable.Range(0, rows).Select(r => x[(r * columns) + c]))];

    static double[] Product(double[] a, double[] b, int m, int k, int n) => [.. Enumerable.Range(0, m).SelectMany(i =>
        Enumerable.Range(0, n).Select(j => Enumerable.Range(0, k).Sum(p => a[(i * k) + p] * b[(p * n) + j])))];
}
