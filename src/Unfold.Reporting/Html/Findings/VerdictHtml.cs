using System.Text;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The verdict as markup: a line each, with a link to its finding and one to the figure that shows it.</summary>
static class VerdictHtml
{
    /// <summary>All lines; nothing where there are none.</summary>
    /// <param name="page">The page, which knows the figures there are.</param>
    /// <param name="lines">The lines, the most telling one first.</param>
    /// <param name="prefix">What tells the findings of several runs apart.</param>
    public static string Of(Page page, IReadOnlyList<VerdictLine> lines, string prefix)
    {
        if (lines.Count == 0)
            return "";
        StringBuilder html = new("<div class=\"verdict\">");
        for (int i = 0; i < lines.Count; i++)
            html.Append($"\n<div class=\"{(i == 0 ? "line first" : "line")}\"><p>{Line(page, lines[i], prefix)}</p>{Consequences(page, lines[i], prefix)}</div>");
        return html.Append("\n</div>").ToString();
    }

    /// <summary>One line, without what follows from it.</summary>
    public static string Line(Page page, VerdictLine line, string prefix)
    {
        if (line.Finding is not { } finding)
            return Escape.Text(line.Text);
        return $"{FindingsHtml.Chip(finding)} {Escape.Text(line.Text)} {FindingsHtml.Name(finding, prefix)} {page.Link(finding.Figure, "see the figure")}";
    }

    static string Consequences(Page page, VerdictLine line, string prefix) => line.Consequences.Count == 0 ? "" :
        $"<details class=\"more\"><summary>{Escape.Text(line.Explains)}</summary><ul>{string.Concat(line.Consequences.Select(finding => $"<li>{Escape.Text(finding.Title)} {FindingsHtml.Name(finding, prefix)} {page.Link(finding.Figure, "see the figure")}</li>"))}</ul></details>";
}
