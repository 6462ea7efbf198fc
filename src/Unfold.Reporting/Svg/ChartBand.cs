namespace Unfold.Reporting;

/// <summary>A range of values drawn as a quiet band across the chart.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public sealed record ChartBand(string Label, double Low, double High)
{
    /// <summary>Which of the eight colours; grey where it is left out.</summary>
    public int? Color { get; init; }
}
