using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>A column of the numbers behind a chart.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Values">Its numbers.</param>
/// <param name="Color">The colour of its line.</param>
/// <param name="Role">How a script draws it: "line", "low", "high", or not at all.</param>
sealed record FigureColumn(string Name, IReadOnlyList<double> Values, int? Color = null, string Role = "")
{
    /// <summary>The columns of a fan.</summary>
    public static IEnumerable<FigureColumn> Fan(IReadOnlyList<Distribution> values, int color) =>
    [
        new("min", [.. values.Select(value => value.Min)]),
        new("5 %", [.. values.Select(value => value.P5)], color, "low"),
        new("25 %", [.. values.Select(value => value.P25)], color, "low"),
        new("median", [.. values.Select(value => value.P50)], color, "line"),
        new("75 %", [.. values.Select(value => value.P75)], color, "high"),
        new("95 %", [.. values.Select(value => value.P95)], color, "high"),
        new("max", [.. values.Select(value => value.Max)]),
        new("mean", [.. values.Select(value => value.Mean)]),
        new("not finite", [.. values.Select(value => (double)value.NonFinite)]),
    ];
}
