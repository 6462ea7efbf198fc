namespace Unfold.Reporting;

/// <summary>A level to compare with, drawn as a labelled line across the chart.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">Its value.</param>
public sealed record ChartReference(string Label, double Value);
