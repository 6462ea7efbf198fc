using System.Text;

namespace Unfold.Reporting;

/// <summary>A chart as static SVG: lines, fans, dots, levels; straight or logarithmic; no script, no font, nothing from outside.</summary>
/// <remarks>
/// Within a report its colours come from the page's style; alone (<see cref="ToSvg"/> with <c>standalone</c>) it brings its own, for light and
/// dark. Values beyond the y axis are drawn at its edge with an arrow and their value. The same chart gives the same bytes.
/// </remarks>
public sealed record SvgChart
{
    /// <summary>The title above the chart.</summary>
    public string Title { get; init; } = "";

    /// <summary>A quieter line after the title.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What the x axis counts.</summary>
    public string XLabel { get; init; } = "epoch";

    /// <summary>Width in pixels at natural size.</summary>
    public int Width { get; init; } = 560;

    /// <summary>Height in pixels at natural size.</summary>
    public int Height { get; init; } = 300;

    /// <summary>Whether the y axis is logarithmic.</summary>
    public bool LogY { get; init; }

    /// <summary>The ends of the y axis; from the values where it is left out.</summary>
    public (double Low, double High)? YRange { get; init; }

    /// <summary>The ends of the x axis; from the values where it is left out.</summary>
    public (double Low, double High)? XRange { get; init; }

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

    /// <summary>The chart as an SVG element.</summary>
    /// <param name="standalone">Whether it brings its own colours, to be saved as a file.</param>
    public string ToSvg(bool standalone = false)
    {
        ChartDrawing drawing = new(this);
        StringBuilder svg = new();
        svg.Append($"<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape.Attribute(Title)}\"{drawing.Attributes()}");
        if (standalone)
            svg.Append($" width=\"{Width}\" height=\"{Height}\"");
        svg.Append(">\n");
        if (standalone)
            svg.Append(ChartStyle.Standalone).Append($"<rect class=\"paper\" width=\"{Width}\" height=\"{Height}\"/>\n");
        drawing.Draw(svg);
        return svg.Append("</svg>").ToString();
    }
}
