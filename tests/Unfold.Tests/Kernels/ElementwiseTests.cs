using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

public class ElementwiseTests
{
    public static TheoryData<int> Lengths => [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Arithmetic_EqualsDefinition(int length)
    {
        Arithmetic<float>(length);
        Arithmetic<double>(length);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Activations_EqualDefinition(int length)
    {
        Activations<float>(length);
        Activations<double>(length);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(7), InlineData(8), InlineData(9), InlineData(33), InlineData(1023), InlineData(1024), InlineData(1025), InlineData(5000)]
    public void Reductions_EqualDefinition(int length)
    {
        Reductions<float>(length);
        Reductions<double>(length);
    }

    [Fact]
    public void Sum_OfManyFloats_KeepsTheErrorOfAShortSum()
    {
        float[] x = Enumerable.Repeat(0.1f, 10_000_000).ToArray();
        Assert.Equal(10_000_000 * (double)0.1f, Reduce.Sum<float>(x), 10.0);
    }

    [Theory]
    [InlineData(1, 1), InlineData(3, 2), InlineData(5, 7), InlineData(4, 8), InlineData(2, 9), InlineData(130, 33), InlineData(3, 100)]
    public void Rows_EqualDefinition(int rows, int columns)
    {
        RowsOf<float>(rows, columns);
        RowsOf<double>(rows, columns);
    }

    [Fact]
    public void Softmax_OfHugeLogits_StaysFinite()
    {
        var y = new float[3];
        RowKernels.Softmax<float>([1e30f, 1e30f, -1e30f], 3, y);
        Assert.Equal([0.5f, 0.5f, 0f], y);
        RowKernels.LogSoftmax<float>([1000f, 999f, 0f], 3, y);
        Fill.AssertClose<float>([-0.31326168751822286, -1.3132616875182228, -1000.3132616875182], y, 4, "log softmax");
    }

    static void Arithmetic<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Fill.Values<T>(n, 1), y = Fill.Values<T>(n, 2), a = Fill.Values<T>(n, 3), d = new T[n];
        T two = T.CreateTruncating(1.7);
        Elementwise.Add<T>(x, y, d);
        Each(i => x[i] + y[i]);
        Elementwise.Subtract<T>(x, y, d);
        Each(i => x[i] - y[i]);
        Elementwise.Multiply<T>(x, y, d);
        Each(i => x[i] * y[i]);
        Elementwise.Divide<T>(x, y, d);
        Each(i => x[i] / y[i]);
        Elementwise.Scale(two, x, d);
        Each(i => x[i] * two);
        Elementwise.Shift(two, x, d);
        Each(i => x[i] + two);
        a.CopyTo(d, 0);
        Elementwise.AddTo<T>(x, d);
        Each(i => a[i] + x[i]);
        a.CopyTo(d, 0);
        Elementwise.AddScaled(x, two, d);
        Each(i => a[i] + x[i] * two);
        a.CopyTo(d, 0);
        Elementwise.AddProduct<T>(x, y, d);
        Each(i => a[i] + x[i] * y[i]);

        void Each(Func<int, T> definition) => Fill.AssertClose<T>([.. Enumerable.Range(0, n).Select(i => double.CreateTruncating(definition(i)))], d, 1, "arithmetic");
    }

    static void Activations<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Fill.Values<T>(n, 1, 3), dy = Fill.Values<T>(n, 2), dx = Fill.Values<T>(n, 3), y = new T[n], d = new T[n];
        double[] xs = Fill.Wide<T>(x), g = Fill.Wide<T>(dy), before = Fill.Wide<T>(dx);
        Elementwise.Tanh<T>(x, y);
        Fill.AssertClose<T>([.. xs.Select(Math.Tanh)], y, 2, "tanh");
        dx.CopyTo(d, 0);
        Elementwise.TanhBackward<T>(y, dy, d);
        Fill.AssertClose<T>([.. xs.Select((v, i) => before[i] + g[i] * (1 - Math.Tanh(v) * Math.Tanh(v)))], d, 4, "tanh backward");
        Elementwise.Sigmoid<T>(x, y);
        Fill.AssertClose<T>([.. xs.Select(v => 1 / (1 + Math.Exp(-v)))], y, 2, "sigmoid");
        dx.CopyTo(d, 0);
        Elementwise.SigmoidBackward<T>(y, dy, d);
        Fill.AssertClose<T>([.. xs.Select((v, i) => before[i] + g[i] / (1 + Math.Exp(-v)) / (1 + Math.Exp(v)))], d, 4, "sigmoid backward");
        Elementwise.Relu<T>(x, y);
        Fill.AssertClose<T>([.. xs.Select(v => Math.Max(v, 0))], y, 0, "relu");
        dx.CopyTo(d, 0);
        Elementwise.ReluBackward<T>(y, dy, d);
        Fill.AssertClose<T>([.. xs.Select((v, i) => before[i] + (v > 0 ? g[i] : 0))], d, 1, "relu backward");
    }

    static void Reductions<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Fill.Values<T>(n, 1), y = Fill.Values<T>(n, 2);
        double[] xs = Fill.Wide<T>(x), ys = Fill.Wide<T>(y);
        double allowed = Fill.Epsilon<T>() * (16 + 4 * n);
        Assert.Equal(xs.Sum(), Reduce.Sum<T>(x), allowed);
        Assert.Equal(xs.Sum(Math.Abs), Reduce.SumOfMagnitudes<T>(x), allowed);
        Assert.Equal(xs.Zip(ys, (p, q) => p * q).Sum(), Reduce.Dot<T>(x, y), allowed);
        Assert.Equal(xs.Sum(v => v * v), Reduce.SumOfSquares<T>(x), allowed);
        Assert.Equal(n == 0 ? double.NegativeInfinity : xs.Max(), double.CreateTruncating(Reduce.Max<T>(x)));
    }

    static void RowsOf<T>(int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = rows * columns;
        T[] x = Fill.Values<T>(n, 1, 3), dy = Fill.Values<T>(n, 2), y = new T[n], dx = new T[n];
        double[] xs = Fill.Wide<T>(x), g = Fill.Wide<T>(dy), p = new double[n], soft = new double[n], log = new double[n];
        for (int r = 0; r < rows; r++)
        {
            double sum = 0;
            for (int c = 0; c < columns; c++)
                sum += Math.Exp(xs[r * columns + c]);
            double dot = 0, total = 0;
            for (int c = 0; c < columns; c++)
            {
                int i = r * columns + c;
                p[i] = Math.Exp(xs[i]) / sum;
                dot += p[i] * g[i];
                total += g[i];
            }

            for (int c = 0; c < columns; c++)
            {
                int i = r * columns + c;
                soft[i] = p[i] * (g[i] - dot);
                log[i] = g[i] - p[i] * total;
            }
        }

        RowKernels.Softmax<T>(x, columns, y);
        Fill.AssertClose<T>(p, y, 8, "softmax");
        RowKernels.SoftmaxBackward<T>(y, dy, columns, dx);
        Fill.AssertClose<T>(soft, dx, 16, "softmax backward");
        RowKernels.LogSoftmax<T>(x, columns, y);
        Fill.AssertClose<T>([.. p.Select(static v => Math.Log(v))], y, 16, "log softmax");
        Array.Clear(dx);
        RowKernels.LogSoftmaxBackward<T>(y, dy, columns, dx);
        Fill.AssertClose<T>(log, dx, 16 + columns, "log softmax backward");

        T[] bias = Fill.Values<T>(columns, 4), sums = Fill.Values<T>(columns, 5);
        double[] expected = [.. Fill.Wide<T>(sums).Select((double s, int c) => s + Enumerable.Range(0, rows).Sum(r => xs[r * columns + c]))];
        RowKernels.AddColumnSums<T>(x, sums);
        Fill.AssertClose<T>(expected, sums, 4 + rows, "column sums");
        T[] biased = [.. x];
        RowKernels.AddBias<T>(bias, biased);
        Fill.AssertClose<T>([.. xs.Select((double v, int i) => v + double.CreateTruncating(bias[i % columns]))], biased, 1, "bias");
        RowKernels.FillBias<T>(bias, biased);
        Assert.Equal(bias, biased[^columns..]);
    }
}
