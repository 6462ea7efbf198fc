namespace Unfold.Inspection.Tests;

/// <summary>Numbers of a record beside those that a test has computed.</summary>
static class Expect
{
    /// <summary>The records keep single precision.</summary>
    const double Tolerance = 2e-6;

    public static void Close(double expected, double actual, string what = "", double tolerance = Tolerance) =>
        Assert.True(
            expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * Math.Max(Math.Abs(expected), 1e-3),
            $"{what}: expected {expected:R}, got {actual:R}");

    /// <summary>A column, row by row; null where the number must be missing.</summary>
    public static void Column(RecordRows rows, string lens, string series, string statistic, IReadOnlyList<double?> expected, double tolerance = Tolerance)
    {
        RecordColumn? column = rows.Find(new(lens, series, statistic));
        Assert.True(column is not null, $"{lens} {series} {statistic} is not in the record");
        Assert.Equal(expected.Count, rows.Count);
        for (int row = 0; row < expected.Count; row++)
        {
            string what = $"{lens} {series} {statistic}, row {row}";
            Assert.True(column.Has(row) == expected[row].HasValue, $"{what}: expected {(expected[row].HasValue ? "a number" : "none")}");
            if (expected[row] is { } value)
                Close(value, column.Values[row], what, tolerance);
        }
    }

    public static double Norm(IEnumerable<double> x) => Math.Sqrt(x.Sum(value => value * value));

    public static double? Cosine(IReadOnlyCollection<double> x, IReadOnlyCollection<double> y) =>
        Norm(x) * Norm(y) is > 0 and var scale ? x.Zip(y, (a, b) => a * b).Sum() / scale : null;
}
