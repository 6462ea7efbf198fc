using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Unfold.Inspection.Tests;

/// <summary>The probes' linear algebra, against MathNet and against what is known by hand.</summary>
public sealed class AlgebraTests
{
    static double[] Random(int rows, int columns, ulong seed, double scale = 1)
    {
        Rng rng = new(seed);
        return [.. Enumerable.Range(0, rows * columns).Select(_ => scale * rng.NextNormal())];
    }

    static Matrix<double> Dense(double[] rows, int count, int columns) => Matrix<double>.Build.DenseOfRowMajor(count, columns, rows);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 3)]
    [InlineData(7, 19)]
    [InlineData(32, 32)]
    [InlineData(64, 64)]
    public void SingularValues_OfRandomMatrices_AreMathNets(int rows, int columns)
    {
        double[] matrix = Random(rows, columns, 3);
        double[] expected = [.. Dense(matrix, rows, columns).Svd(computeVectors: false).S];
        double[] actual = SingularValues.Of(matrix, rows, columns);

        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-11 * expected[0]);
    }

    [Fact]
    public void SingularValues_OfASingularMatrix_EndInZeros()
    {
        double[] rank2 = new double[25];
        RowMath.Multiply(Random(5, 2, 1), Random(2, 5, 2), rank2, 5, 2, 5);
        double[] values = SingularValues.Of(rank2, 5, 5);
        Assert.True(values[1] > 0.1);
        Assert.All(values[2..], value => Assert.InRange(value, 0, 1e-14 * values[0]));
        Assert.Equal([0, 0], SingularValues.Of(new double[4], 2, 2));
        Assert.All(SingularValues.Of([1, double.NaN, 0, 1], 2, 2), value => Assert.True(double.IsNaN(value)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(32)]
    [InlineData(75)]
    public void Eigenvalues_OfRandomMatrices_AreMathNets(int n)
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            double[] matrix = Random(n, n, seed);
            List<Complex> expected = [.. Dense(matrix, n, n).Evd().EigenValues];
            foreach (Complex value in Eigenvalues.Of(matrix, n))
            {
                Complex nearest = expected.MinBy(other => (other - value).Magnitude);
                Assert.True((nearest - value).Magnitude < 1e-9 * Math.Sqrt(n), $"{value} is none of the eigenvalues; nearest is {nearest}");
                expected.Remove(nearest);
            }
            Assert.Empty(expected);
        }
    }

    [Fact]
    public void Eigenvalues_KnownByHand_AreThose()
    {
        double[] shift = new double[36]; // x → x shifted around: the sixth roots of one
        for (int i = 0; i < 6; i++)
            shift[(i * 6) + ((i + 1) % 6)] = 1;
        Assert.All(Eigenvalues.Of(shift, 6), value => Assert.Equal(1, Complex.Pow(value, 6).Real, 1e-12));
        Assert.Equal(6, Eigenvalues.Of(shift, 6).Select(value => Math.Round(value.Phase, 6)).Distinct().Count());

        double turn = 0.3;
        Complex[] pair = Eigenvalues.Of([2 * Math.Cos(turn), -2 * Math.Sin(turn), 2 * Math.Sin(turn), 2 * Math.Cos(turn)], 2);
        Assert.Equal(2, Eigenvalues.Radius(pair), 1e-14);
        Assert.Equal(turn, Math.Abs(pair[0].Phase), 1e-14);
        Assert.Equal([0d, 0, 0], Eigenvalues.Of([0, 1, 0, 0, 0, 1, 0, 0, 0], 3).Select(value => value.Magnitude)); // one Jordan block
        Assert.Equal([1d, 2, 3, 4], Eigenvalues.Of([1, 5, 6, 7, 0, 2, 8, 9, 0, 0, 3, 1, 0, 0, 0, 4], 4).Select(value => value.Real).Order());
        Assert.True(double.IsNaN(Eigenvalues.Radius(Eigenvalues.Of([1, double.PositiveInfinity, 0, 1], 2))));
    }

    [Fact]
    public void LongProduct_OfFewFactors_HasTheSingularValuesOfTheirProduct()
    {
        LongProduct product = new(9);
        product.Clear();
        Matrix<double> direct = Matrix<double>.Build.DenseIdentity(9);
        double[] actual = new double[9];
        for (ulong k = 1; k <= 4; k++)
        {
            double[] factor = Random(9, 9, k, 0.4);
            product.Append(factor);
            direct *= Dense(factor, 9, 9);
            product.Singular(actual);
            double[] expected = [.. direct.Svd(computeVectors: false).S];
            for (int i = 0; i < 9; i++)
                Assert.Equal(expected[i], actual[i], 1e-8 * expected[0]);
        }
        Assert.Equal(Math.Log(Math.Abs(direct.Determinant())), product.LogDiagonal.Sum(), 1e-9);
    }

    [Fact]
    public void LongProduct_OfManyFactors_KeepsWhatBecameSmall()
    {
        // A = Q diag(2, 1, 1/8) Qᵀ: the singular values of Aᵏ are known, and beyond 16 digits apart after a few steps
        double[] q = [.. Dense(Random(3, 3, 8), 3, 3).QR().Q.ToRowMajorArray()];
        Matrix<double> a = Dense(q, 3, 3) * Matrix<double>.Build.DenseDiagonal(3, 3, i => i switch { 0 => 2, 1 => 1, _ => 0.125 }) * Dense(q, 3, 3).Transpose();
        LongProduct product = new(3);
        product.Clear();
        for (int k = 0; k < 20; k++)
            product.Append(a.ToRowMajorArray());
        double[] values = new double[3];
        product.Singular(values);
        Assert.Equal(20 * Math.Log(2), Math.Log(values[0]), 1e-9);
        Assert.Equal(0, Math.Log(values[1]), 1e-9);
        Assert.Equal(-60 * Math.Log(2), Math.Log(values[2]), 1e-6);
    }

    [Fact]
    public void PrincipalAxes_OfALine_LieAlongIt()
    {
        double[] points = [1, 1, 2, 3, 3, 5, 4, 7];
        PrincipalAxes axes = new(points, 4, 2);
        Assert.Equal([5 * 1.25, 0], axes.Variances.Select(value => Math.Round(value, 12)));
        Assert.Equal(1, axes.ShareOfTwo, 12);
        Assert.Equal(-1.5 * Math.Sqrt(5), axes.On(0, points.AsSpan(0, 2)), 12);
        Assert.Equal(1.5 * Math.Sqrt(5), axes.On(0, points.AsSpan(6, 2)), 12);
    }

    [Fact]
    public void GaussLegendre_OfPolynomials_IsExact()
    {
        (double[] points, double[] weights) = GaussLegendre.Of(5);
        for (int power = 0; power < 10; power++)
            Assert.Equal(1.0 / (power + 1), points.Zip(weights, (x, w) => w * Math.Pow(x, power)).Sum(), 13);
        Assert.Equal(Math.E - 1, GaussLegendre.Of(32).Points.Zip(GaussLegendre.Of(32).Weights, (x, w) => w * Math.Exp(x)).Sum(), 13);
    }
}
