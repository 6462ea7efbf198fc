using System.Text;

namespace Unfold.Reporting;

/// <summary>A matrix as colours: rows from top to bottom, columns along a numbered axis, a scale of colours at the right.</summary>
/// <remarks>What was not measured stays blank. White lines run where a value passes a whole number, if asked for: with logarithms, every decade.</remarks>
public sealed record SvgHeatMap : ISvgChart
{
    /// <inheritdoc/>
    public string Title { get; init; } = "";

    /// <summary>A quieter line after the title.</summary>
    public string Subtitle { get; init; } = "";

    /// <inheritdoc/>
    public string Kind => "heat";

    /// <summary>What the columns are.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>What the rows are.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Width in pixels at natural size.</summary>
    public int Width { get; init; } = 560;

    /// <summary>Height in pixels at natural size.</summary>
    public int Height { get; init; } = 300;

    /// <summary>What each row stands for, the first at the top.</summary>
    public IReadOnlyList<double> Rows { get; init; } = [];

    /// <summary>The first column's place on the axis.</summary>
    public double Start { get; init; }

    /// <summary>From one column to the next.</summary>
    public double Spacing { get; init; } = 1;

    /// <summary>A row's values, as many as there are columns; NaN stays blank.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Values { get; init; } = [];

    /// <summary>Words in the cells, shaped as <see cref="Values"/>; one that has no room in its cell is left out.</summary>
    public IReadOnlyList<IReadOnlyList<string>> CellTexts { get; init; } = [];

    /// <summary>Names of the rows, in the place of <see cref="Rows"/>; as many as there are, or none.</summary>
    public IReadOnlyList<string> RowNames { get; init; } = [];

    /// <summary>Words under the columns, slanted, in the place of the axis' numbers; an empty one is left out, and some of many.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The values of the darkest and the lightest colour; from the values where it is left out.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Whether zero is the middle: blue below it, orange above, the paper's colour at it; the range is then the same on both sides.</summary>
    public bool Signed { get; init; }

    /// <summary>Whether values are logarithms to base ten: the scale then shows powers.</summary>
    public bool Logarithms { get; init; }

    /// <summary>Whether white lines part values below and above each whole number.</summary>
    public bool Contours { get; init; }

    /// <summary>Whether columns run from right to left.</summary>
    public bool ReverseX { get; init; }

    /// <summary>The ends of the axis, to align it with other charts; from the columns where it is left out.</summary>
    public (double Low, double High)? XRange { get; init; }

    /// <summary>A part of the axis that does not count, such as padding.</summary>
    public (double Low, double High)? Hatched { get; init; }

    /// <summary>Room left of the data.</summary>
    public double LeftMargin { get; init; } = 46;

    /// <summary>Room right of the data, for the scale of colours.</summary>
    public double RightMargin { get; init; } = 64;

    /// <inheritdoc/>
    public string ToSvg(bool standalone = false)
    {
        HeatDrawing drawing = new(this);
        StringBuilder body = new();
        if (standalone)
            body.Append($"<style>{ColorMap.Rules}</style>\n");
        drawing.Draw(body);
        return SvgDocument.Wrap(Title, Width, Height, drawing.Attributes(), body, standalone);
    }
}
