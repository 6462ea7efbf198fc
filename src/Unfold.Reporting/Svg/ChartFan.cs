using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>A fan: extremes as a thin outline, 5–95 % light, quartiles darker, the median as a line.</summary>
/// <param name="Name">Its label.</param>
/// <param name="X">Where on the x axis.</param>
/// <param name="Values">The statistics at each place.</param>
/// <param name="Color">Which of the eight colours.</param>
public sealed record ChartFan(string Name, IReadOnlyList<double> X, IReadOnlyList<Distribution> Values, int Color);
