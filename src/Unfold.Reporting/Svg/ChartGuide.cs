namespace Unfold.Reporting;

/// <summary>A thin line that helps reading: a unit circle, a diagonal, a path behind points.</summary>
/// <param name="X">Its points on the x axis.</param>
/// <param name="Y">And on the y axis.</param>
public sealed record ChartGuide(IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Which of the eight colours; grey where it is left out.</summary>
    public int? Color { get; init; }

    /// <summary>The circle of radius 1 around zero.</summary>
    public static ChartGuide UnitCircle { get; } = new(
        [.. Enumerable.Range(0, 73).Select(i => Math.Cos(i * Math.PI / 36))],
        [.. Enumerable.Range(0, 73).Select(i => Math.Sin(i * Math.PI / 36))]);
}
