namespace Unfold.Reporting;

/// <summary>A mark on a single value that leads to what is known of it.</summary>
/// <param name="X">Where on the x axis.</param>
/// <param name="Y">The value; one beyond the axis is marked at its edge.</param>
/// <param name="Target">The id of the element it leads to.</param>
/// <param name="Label">What is there.</param>
public sealed record ChartFlag(double X, double Y, string Target, string Label);
