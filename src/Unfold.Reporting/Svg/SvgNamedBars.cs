using System.Text;

namespace Unfold.Reporting;

/// <summary>A bar for each name, one below the other on an axis from 0 to 1, with words at its end; an upright mark shows a second share of the same name.</summary>
public sealed record SvgNamedBars : ISvgChart
{
    const double Top = 44, Below = 36, Row = 19, Thickness = 12;

    /// <inheritdoc/>
    public string Title { get; init; } = "";

    /// <summary>A quieter line after the title.</summary>
    public string Subtitle { get; init; } = "";

    /// <inheritdoc/>
    public string Kind => "rows";

    /// <summary>What the bars measure.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>Width in pixels at natural size; the height follows from the number of names.</summary>
    public int Width { get; init; } = 620;

    /// <summary>The names, the first at the top.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What the bars are, for the legend.</summary>
    public string Bar { get; init; } = "";

    /// <summary>How long each bar is, 0..1; NaN draws none.</summary>
    public IReadOnlyList<double> Lengths { get; init; } = [];

    /// <summary>What the marks are, for the legend.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Where each mark stands, 0..1; NaN draws none.</summary>
    public IReadOnlyList<double> Marks { get; init; } = [];

    /// <summary>Words at the right of each bar.</summary>
    public IReadOnlyList<string> Ends { get; init; } = [];

    /// <summary>Room left of the bars.</summary>
    public double LeftMargin { get; init; } = 74;

    /// <summary>Room right of the bars.</summary>
    public double RightMargin { get; init; } = 130;

    /// <inheritdoc/>
    public string ToSvg(bool standalone = false)
    {
        int height = (int)(Top + (Row * Names.Count) + Below);
        AxisScale x = new(0, 1, Log: false, LeftMargin, Width - RightMargin);
        double bottom = height - Below;
        StringBuilder svg = new();
        ChartText.Title(svg, Title, Subtitle);
        if (Bar.Length > 0)
            svg.Append($"<rect class=\"f0 solid\" x=\"{P(LeftMargin)}\" y=\"26\" width=\"14\" height=\"9\"/><text x=\"{P(LeftMargin + 19)}\" y=\"35\">{Escape.Text(Bar)}</text>\n");
        if (Mark.Length > 0)
        {
            double at = LeftMargin + 40 + (6 * Bar.Length);
            svg.Append($"<path class=\"line s1\" d=\"M{P(at)} 24v13\"/><text x=\"{P(at + 7)}\" y=\"35\">{Escape.Text(Mark)}</text>\n");
        }
        foreach (double tick in x.Ticks(5))
            svg.Append($"<line class=\"hair\" x1=\"{P(x.Map(tick))}\" x2=\"{P(x.Map(tick))}\" y1=\"{P(Top)}\" y2=\"{P(bottom)}\"/>");
        svg.Append('\n');
        for (int i = 0; i < Names.Count; i++)
            DrawRow(svg, x, i, Top + (Row * i));
        ChartText.XAxis(svg, x, LeftMargin, Width - RightMargin, bottom, XLabel, whole: false);
        string places = $" data-x=\"0,1,{P(x.From)},{P(x.To)}\" data-y=\"0,{Names.Count},{P(Top)},{P(bottom)}\"";
        return SvgDocument.Wrap(Title, Width, height, places, svg, standalone);
    }

    void DrawRow(StringBuilder svg, AxisScale x, int row, double top)
    {
        double middle = top + (Row / 2);
        svg.Append($"<text x=\"{P(LeftMargin - 8)}\" y=\"{P(middle + 4)}\" text-anchor=\"end\">{Escape.Text(Escape.Middle(Names[row], 14))}</text>");
        if (row < Lengths.Count && double.IsFinite(Lengths[row]))
            svg.Append($"<rect class=\"f0 solid\" x=\"{P(x.From)}\" y=\"{P(middle - (Thickness / 2))}\" width=\"{P(x.Map(Lengths[row]) - x.From)}\" height=\"{P(Thickness)}\"/>");
        if (row < Marks.Count && double.IsFinite(Marks[row]))
            svg.Append($"<path class=\"line s1\" d=\"M{P(x.Map(Marks[row]))} {P(middle - 8)}v16\"/>");
        if (row < Ends.Count)
            svg.Append($"<text x=\"{P(x.To + 10)}\" y=\"{P(middle + 4)}\">{Escape.Text(Ends[row])}</text>");
        svg.Append('\n');
    }

    static string P(double value) => NumberText.Place(value);
}
