namespace Unfold.Reporting;

/// <summary>The area between two lines: a share in a stack, or the spread around a line.</summary>
/// <param name="Name">Its label, written at its right end; none where it is empty.</param>
/// <param name="X">Where on the x axis.</param>
/// <param name="Low">Its lower edge; the area is broken where an edge is not finite.</param>
/// <param name="High">Its upper edge.</param>
/// <param name="Color">Which of the eight colours.</param>
public sealed record ChartArea(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Low, IReadOnlyList<double> High, int Color)
{
    /// <summary>Whether it stands for itself, as a share does, rather than lies around a line.</summary>
    public bool Solid { get; init; }
}
