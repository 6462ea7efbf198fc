namespace Unfold.Reporting;

/// <summary>Single values as faint dots.</summary>
/// <param name="X">Where on the x axis.</param>
/// <param name="Y">The values.</param>
/// <param name="Color">Which of the eight colours.</param>
public sealed record ChartDots(IReadOnlyList<double> X, IReadOnlyList<double> Y, int Color);
