namespace Unfold.Reporting;

/// <summary>Points of a scatter chart.</summary>
/// <param name="Name">What they are, for the legend.</param>
/// <param name="X">Where on the x axis.</param>
/// <param name="Y">Where on the y axis.</param>
/// <param name="Color">Which of the eight colours.</param>
public sealed record ChartPoints(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, int Color)
{
    /// <summary>Radius in pixels at natural size.</summary>
    public double Radius { get; init; } = 2.2;
}
