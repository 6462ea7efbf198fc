using Unfold.Nn;

namespace Unfold.Tests;

public sealed class InitTests
{
    [Theory]
    [InlineData(6, 6, 1)]
    [InlineData(7, 4, 1)]
    [InlineData(3, 8, 1)]
    [InlineData(32, 8, 4)]
    public void Orthogonal_OfAnyShape_HasOrthonormalColumnsOrRowsInEachBlock(int rows, int columns, int blocks)
    {
        double[] q = Init.Orthogonal(new Rng(1), rows, columns, gain: 2, blocks, DType.Float64).ToDoubles();
        int height = rows / blocks, count = Math.Min(height, columns);
        for (int block = 0; block < blocks; block++)
        {
            double At(int r, int c) => q[(((block * height) + r) * columns) + c];
            for (int a = 0; a < count; a++)
            {
                for (int b = 0; b < count; b++)
                {
                    double dot = height < columns
                        ? Enumerable.Range(0, columns).Sum(k => At(a, k) * At(b, k))
                        : Enumerable.Range(0, height).Sum(k => At(k, a) * At(k, b));
                    Assert.Equal(a == b ? 4 : 0, dot, 1e-13);
                }
            }
        }
    }

    [Fact]
    public void Orthogonal_Determinant_HasEitherSign()
    {
        int rotations = Enumerable.Range(0, 400).Count(seed =>
        {
            double[] q = Init.Orthogonal(new Rng((ulong)seed), 2, 2, dtype: DType.Float64).ToDoubles();
            return (q[0] * q[3]) - (q[1] * q[2]) > 0;
        });
        Assert.InRange(rotations, 160, 240); // reflections as often as rotations
    }

    [Fact]
    public void Uniforms_OfEachKind_FillTheirBoundAndHaveItsVariance()
    {
        var shape = new Shape(60, 40); // fanIn 40, fanOut 60
        CheckUniform(Init.XavierUniform(new Rng(1), shape, gain: 2), 2 * Math.Sqrt(6.0 / 100));
        CheckUniform(Init.HeUniform(new Rng(2), shape), Math.Sqrt(6.0 / 40));
        CheckUniform(Init.Linear(new Rng(3), 40, shape), 1 / Math.Sqrt(40));
        CheckUniform(Init.Recurrent(new Rng(4), 25, shape), 0.2);
    }

    [Fact]
    public void Normals_OfEachKind_HaveTheirDeviation()
    {
        var shape = new Shape(60, 40);
        CheckNormal(Init.XavierNormal(new Rng(1), shape), Math.Sqrt(2.0 / 100));
        CheckNormal(Init.HeNormal(new Rng(2), shape), Math.Sqrt(2.0 / 40));
        CheckNormal(Init.Normal(new Rng(3), 3, shape), 3);
    }

    [Fact]
    public void Embedding_WithPaddingRow_IsZeroThereAndTheSameElsewhere()
    {
        double[] padded = Init.Embedding(new Rng(1), 50, 30, paddingRow: 1).ToDoubles();
        double[] plain = Init.Embedding(new Rng(1), 50, 30).ToDoubles();
        Assert.All(padded[30..60], x => Assert.Equal(0, x));
        Assert.Equal(plain[..30], padded[..30]);
        Assert.Equal(plain[60..], padded[60..]);
        CheckNormal(Init.Embedding(new Rng(1), 50, 30), 1);
    }

    [Fact]
    public void Identity_NotSquare_HasOnesOnTheDiagonal() =>
        Assert.Equal([1f, 0, 0, 0, 1, 0], Init.Identity(2, 3).ToFloats());

    [Fact]
    public void AddForgetBias_AddsToTheSecondQuarterOnly()
    {
        var bias = Init.Constant(0.5, new Shape(8));
        Init.AddForgetBias(bias);
        Assert.Equal([0.5f, 0.5f, 1.5f, 1.5f, 0.5f, 0.5f, 0.5f, 0.5f], bias.ToFloats());
        var error = Assert.Throws<ShapeException>(() => Init.AddForgetBias(Tensor.Zeros(new Shape(6))));
        Assert.Equal("Init.AddForgetBias: expected an LSTM bias [4 * hidden], got [6]. Only an LSTM has a forget gate.", error.Message);
    }

    [Fact]
    public void Xavier_OfAVector_IsRefused()
    {
        var error = Assert.Throws<ShapeException>(() => Init.XavierNormal(new Rng(1), new Shape(6)));
        Assert.Equal("Init: expected a matrix [out, in] or a convolution's weight [out, in, width] with elements, got [6]. Fans are only defined for those; use Uniform or Normal with a bound of your own.", error.Message);
    }

    static void CheckUniform(Tensor tensor, double bound)
    {
        double[] x = tensor.ToDoubles();
        Assert.InRange(x.Max(), 0.99 * bound, bound);
        Assert.InRange(x.Min(), -bound, -0.99 * bound);
        Assert.InRange(x.Average(v => v * v) / (bound * bound / 3), 0.93, 1.07);
    }

    static void CheckNormal(Tensor tensor, double deviation)
    {
        double[] x = tensor.ToDoubles();
        Assert.InRange(x.Average() / deviation, -0.08, 0.08);
        Assert.InRange(x.Average(v => v * v) / (deviation * deviation), 0.88, 1.12);
        Assert.InRange(x.Average(v => Math.Pow(v, 4)) / Math.Pow(deviation, 4), 2.4, 3.6); // a uniform one has 1.8
    }
}
