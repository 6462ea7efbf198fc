namespace Unfold.Inspection;

/// <summary>A gradient clipped.</summary>
/// <param name="Norm">The norm that is left.</param>
/// <param name="Cosine">Of the angle to the gradient before.</param>
/// <param name="Changed">The share of the elements that are not as they were.</param>
/// <param name="Magnitudes">The elements' magnitudes, of those ranks that <see cref="LabClipping.Ranks"/> names.</param>
public sealed record LabClipped(double Norm, double Cosine, double Changed, IReadOnlyList<double> Magnitudes);
