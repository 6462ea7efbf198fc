namespace Unfold.Inspection.Tests.RecurrentLenses;

/// <summary>Sums and counts over chosen rows, for every number of columns: some vectors side by side, one, and single columns.</summary>
public sealed class StateSumsTests
{
    [Fact]
    public void ColumnSums_OfEveryWidth_AreThoseOfPlainLoops()
    {
        Rng rng = new(3);
        for (int columns = 1; columns <= 67; columns++)
        {
            (int stride, int first) = (columns + 3, 2);
            float[] matrix = [.. Enumerable.Range(0, 300 * stride).Select(_ => (float)rng.NextNormal())];
            int[] rows = [.. Enumerable.Range(0, 300).Where(row => row % 7 != 3)];
            ColumnSums sums = new(columns);
            sums.Add(Tensor.From(matrix, new Shape(300, stride)), stride, first, rows, -0.5, 1.25);

            Assert.Equal(rows.Length, sums.Rows);
            for (int column = 0; column < columns; column++)
            {
                double[] x = [.. rows.Select(row => (double)matrix[(row * stride) + first + column])];
                Assert.Equal(x.Sum(), sums.Sums[column], 1e-4);
                Assert.Equal(x.Count(v => v < -0.5), sums.Below[column]);
                Assert.Equal(x.Count(v => v > 1.25), sums.Above[column]);
                Assert.Equal(x.Max(Math.Abs), sums.Largest[column]);
            }
        }
    }

    [Fact]
    public void StateHistogram_OfStatesWithinAndBeyondTheBound_CountsAllThatAreFinite()
    {
        StateHistogram histogram = new(isSigned: true);
        histogram.Add<float>([-1, -2, 1, 2, 0, 0.02f, 0.03f, -1.01f, float.NaN, float.PositiveInfinity, float.NegativeInfinity]);
        (float[] counts, double start, double spacing) = histogram.Columns();

        Assert.Equal((-1, 2 / 41.0), (start, spacing));
        Assert.Equal(8, counts.Sum());
        Assert.Equal((3f, 2f, 1f, 2f), (counts[0], counts[20], counts[21], counts[40])); // column 20 is that of 0: up to 1/41
    }

    [Fact]
    public void StateHistogram_WithoutBound_WidensUntilTheLargestIsIn()
    {
        StateHistogram histogram = new(isSigned: false);
        histogram.Add<double>([0, 0.5, 1, 3, 4, double.NaN, double.PositiveInfinity]);
        (float[] counts, double start, double spacing) = histogram.Columns();

        Assert.Equal(0, start);
        Assert.Equal(5, counts.Sum());
        Assert.Equal(1f, counts[0]);
        Assert.True(41 * spacing >= 4);
        histogram.Clear();
        histogram.Add<double>([1]);
        Assert.Equal(1, histogram.Columns().Counts.Sum());
    }
}
