namespace Unfold.Inspection.Tests;

public class SumsTests
{
    [Fact]
    public void Median_OfAnyOrder_IsTheSortedOnes()
    {
        Rng rng = new(5);
        for (int length = 1; length < 70; length++)
        {
            double[] values = [.. Enumerable.Range(0, length).Select(_ => length % 3 == 0 ? rng.Next(4) : rng.NextNormal())];
            double[] sorted = [.. values.Order()];
            Assert.Equal(Distribution.Quantile(sorted, 0.5), Sums.Median(values));
            Assert.Equal(sorted, values.Order());
        }
        Assert.Equal(double.NaN, Sums.Median([]));
    }

    [Fact]
    public void SquaredDistance_EqualsItsDefinition()
    {
        float[] x = [.. Enumerable.Range(0, 37).Select(i => i * 0.5f)], y = [.. Enumerable.Range(0, 37).Select(i => 3f - i)];
        double expected = x.Zip(y, (a, b) => ((double)a - b) * ((double)a - b)).Sum();
        Assert.Equal(expected, Sums.SquaredDistance(x, y), 1e-9 * expected);
        Assert.Equal(expected, Sums.SquaredDistance([.. x.Select(a => (double)a)], (double[])[.. y.Select(a => (double)a)]), 1e-9 * expected);
    }
}
