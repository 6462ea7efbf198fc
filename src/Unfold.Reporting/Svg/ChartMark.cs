namespace Unfold.Reporting;

/// <summary>A place on the x axis drawn as a labelled upright line.</summary>
/// <param name="Label">What is there.</param>
/// <param name="X">Where.</param>
public sealed record ChartMark(string Label, double X);
