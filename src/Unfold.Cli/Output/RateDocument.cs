namespace Unfold.Cli;

/// <summary>The JSON document of <c>rates</c>.</summary>
sealed record RateDocument(string Recipe, double Suggested, double? Steepest, double AtMinimum, bool Diverged, IReadOnlyList<double> Rates, IReadOnlyList<double> Losses, IReadOnlyList<double> Smooth)
{
    /// <summary>The picture; null where none was asked for.</summary>
    public string? Svg { get; init; }
}
