using System.Text;

namespace Unfold.Reporting;

/// <summary>A chart as static SVG: lines, fans, areas, bars, points, levels; straight or logarithmic; no script, no font, nothing from outside.</summary>
/// <remarks>
/// Within a report its colours come from the page's style; alone (<see cref="ToSvg"/> with <c>standalone</c>) it brings its own, for light and
/// dark. Values beyond the y axis are drawn at its edge with an arrow and their value. The same chart gives the same bytes.
/// </remarks>
public sealed record SvgChart : ISvgChart
{
    /// <summary>The title above the chart.</summary>
    public string Title { get; init; } = "";

    /// <summary>A quieter line after the title.</summary>
    public string Subtitle { get; init; } = "";

    /// <inheritdoc/>
    public string Kind => Points.Count > 0 ? "points" : "lines";

    /// <summary>What the x axis counts; nothing is written under the axis where it is empty.</summary>
    public string XLabel { get; init; } = "epoch";

    /// <summary>What the y axis shows, where the title does not say it.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Width in pixels at natural size.</summary>
    public int Width { get; init; } = 560;

    /// <summary>Height in pixels at natural size.</summary>
    public int Height { get; init; } = 300;

    /// <summary>Whether the y axis is logarithmic.</summary>
    public bool LogY { get; init; }

    /// <summary>Whether the x axis is logarithmic.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the x axis runs from right to left, as steps back in time do.</summary>
    public bool ReverseX { get; init; }

    /// <summary>Whether the x axis may have ticks between whole numbers.</summary>
    public bool FractionalX { get; init; }

    /// <summary>A part of the x axis that does not count, such as padding.</summary>
    public (double Low, double High)? Hatched { get; init; }

    /// <summary>Room left of the data, to align charts with one another.</summary>
    public double? LeftMargin { get; init; }

    /// <summary>Room right of the data, to align charts with one another.</summary>
    public double? RightMargin { get; init; }

    /// <summary>The ends of the y axis; from the values where it is left out.</summary>
    public (double Low, double High)? YRange { get; init; }

    /// <summary>The ends of the x axis; from the values where it is left out.</summary>
    public (double Low, double High)? XRange { get; init; }

    /// <summary>Words under the x axis at 1, 2, …, slanted, in the place of its numbers; an empty one is left out, and some of many.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether lines are labelled at their right end.</summary>
    public bool Labels { get; init; } = true;

    /// <summary>Lines.</summary>
    public IReadOnlyList<ChartLine> Lines { get; init; } = [];

    /// <summary>Fans.</summary>
    public IReadOnlyList<ChartFan> Fans { get; init; } = [];

    /// <summary>Dots.</summary>
    public IReadOnlyList<ChartDots> Dots { get; init; } = [];

    /// <summary>Levels to compare with.</summary>
    public IReadOnlyList<ChartReference> References { get; init; } = [];

    /// <summary>Quiet bands.</summary>
    public IReadOnlyList<ChartBand> Bands { get; init; } = [];

    /// <summary>Upright marks.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>Areas.</summary>
    public IReadOnlyList<ChartArea> Areas { get; init; } = [];

    /// <summary>A strip above the data for what no axis holds; none where it is left out.</summary>
    public ChartRail? Rail { get; init; }

    /// <summary>Bars.</summary>
    public IReadOnlyList<ChartBars> Bars { get; init; } = [];

    /// <summary>Points of a scatter chart.</summary>
    public IReadOnlyList<ChartPoints> Points { get; init; } = [];

    /// <summary>Thin lines that help reading.</summary>
    public IReadOnlyList<ChartGuide> Guides { get; init; } = [];

    /// <summary>Marks that lead elsewhere.</summary>
    public IReadOnlyList<ChartFlag> Flags { get; init; } = [];

    /// <inheritdoc/>
    public string ToSvg(bool standalone = false)
    {
        ChartDrawing drawing = new(this);
        StringBuilder body = new();
        drawing.Draw(body);
        return SvgDocument.Wrap(Title, Width, Height, drawing.Attributes(), body, standalone);
    }
}
