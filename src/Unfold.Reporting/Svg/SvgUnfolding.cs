using System.Text;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>A recurrent network unfolded over a sentence: a copy for every word, what goes forward between the copies, what comes back, and the numbers below.</summary>
sealed record SvgUnfolding : ISvgChart
{
    /// <inheritdoc/>
    public string Title { get; init; } = "";

    /// <summary>A quieter line after the title.</summary>
    public string Subtitle { get; init; } = "";

    /// <inheritdoc/>
    public string Kind => "graph";

    /// <summary>The copies, in the order of the words.</summary>
    public IReadOnlyList<LabStep> Steps { get; init; } = [];

    /// <inheritdoc/>
    public string ToSvg(bool standalone = false)
    {
        UnfoldingDrawing drawing = new(this);
        StringBuilder body = new();
        if (standalone)
            body.Append($"<style>{ColorMap.Rules}</style>\n");
        drawing.Draw(body);
        return SvgDocument.Wrap(Title, UnfoldingDrawing.Width, drawing.Height, "", body, standalone);
    }
}
