namespace Unfold.Reporting;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its label, written at its right end.</param>
/// <param name="X">Where on the x axis.</param>
/// <param name="Y">The values; a line is broken where one is not finite.</param>
/// <param name="Color">Which of the eight colours.</param>
public sealed record ChartLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, int Color)
{
    /// <summary>Whether the line is dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>Whether its label stands at its own end where that lies well before the end of the axis.</summary>
    public bool LabelAtEnd { get; init; }

    /// <summary>Radius of the dot at its end, in pixels at natural size: a larger one marks a line of a single point.</summary>
    public double Radius { get; init; } = 2.6;
}
