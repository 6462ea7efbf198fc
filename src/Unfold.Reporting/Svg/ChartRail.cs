namespace Unfold.Reporting;

/// <summary>What no axis holds, in a strip of its own above the data: at each place a bar for the share of values that are infinite.</summary>
/// <param name="Label">What is infinite, written at the strip's left end.</param>
/// <param name="X">Where on the x axis.</param>
/// <param name="Shares">Shares, from 0 to 1.</param>
/// <param name="Color">Which of the eight colours.</param>
public sealed record ChartRail(string Label, IReadOnlyList<double> X, IReadOnlyList<double> Shares, int Color);
