namespace Unfold.Reporting;

/// <summary>Anything that draws itself as static SVG.</summary>
public interface ISvgChart
{
    /// <summary>The title above the chart.</summary>
    string Title { get; }

    /// <summary>How a script finds values under the pointer: "lines" by the nearest row, "points" by the nearest point, "heat" by the cell, "rows" by the row.</summary>
    string Kind { get; }

    /// <summary>The chart as an SVG element.</summary>
    /// <param name="standalone">Whether it brings its own colours, to be saved as a file.</param>
    string ToSvg(bool standalone = false);
}
