namespace Unfold.Reporting;

/// <summary>Upright bars from zero, downwards where a height is negative: a histogram, a lag plot.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="From">Where each bar begins on the x axis.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Heights">The heights.</param>
/// <param name="Color">Which of the eight colours.</param>
public sealed record ChartBars(string Name, IReadOnlyList<double> From, IReadOnlyList<double> To, IReadOnlyList<double> Heights, int Color)
{
    /// <summary>Whether they lie behind as something to compare with.</summary>
    public bool Faint { get; init; }
}
