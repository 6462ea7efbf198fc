namespace Unfold.Tests.Parity;

static class Near
{
    /// <summary>Every element within the tolerance of the largest one of its tensor, or of 1 where all are smaller.</summary>
    public static void All(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale,
                $"{what}[{i}]: expected {expected[i]:R}, got {actual[i]:R}, tolerance {tolerance} of {scale}");
        }
    }
}
