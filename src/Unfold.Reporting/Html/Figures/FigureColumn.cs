using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>A column of the numbers behind a chart.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Values">Its numbers.</param>
/// <param name="Color">The colour of its line.</param>
/// <param name="Role">How a script draws it: "line", "low", "high", "bar", or not at all.</param>
sealed record FigureColumn(string Name, IReadOnlyList<double> Values, int? Color = null, string Role = "")
{
    /// <summary>Words in the place of numbers: names of series, tokens.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Whether numbers are written so that they read back as themselves; else with seven digits.</summary>
    public bool Exact { get; init; }

    public int Count => Texts?.Count ?? Values.Count;

    /// <summary>The columns of a fan; where they are known, the step and the batch of each largest value too.</summary>
    public static IEnumerable<FigureColumn> Fan(IReadOnlyList<Distribution> values, int color, IReadOnlyList<FanPoint?>? largest = null) =>
    [
        new("min", [.. values.Select(value => value.Min)]),
        new("5 %", [.. values.Select(value => value.P5)], color, "low"),
        new("25 %", [.. values.Select(value => value.P25)], color, "low"),
        new("median", [.. values.Select(value => value.P50)], color, "line"),
        new("75 %", [.. values.Select(value => value.P75)], color, "high"),
        new("95 %", [.. values.Select(value => value.P95)], color, "high"),
        new("max", [.. values.Select(value => value.Max)]),
        .. largest is null ? [] : new FigureColumn[]
        {
            new("step of max", [.. largest.Select(point => point?.Step ?? double.NaN)]),
            new("batch of max", [.. largest.Select(point => point?.Batch ?? double.NaN)]),
        },
        new("mean", [.. values.Select(value => value.Mean)]),
        new("not finite", [.. values.Select(value => (double)value.NonFinite)]),
    ];

    public static FigureColumn Line(ChartLine line) => new(line.Name, line.Y, line.Color, "line");

    public static FigureColumn Words(string name, IReadOnlyList<string> texts) => new(name, []) { Texts = texts };
}
