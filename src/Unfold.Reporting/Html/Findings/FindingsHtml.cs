using System.Text;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Findings as markup: evidence, remedies as settings to copy, what would refute them; consequences under their cause.</summary>
static class FindingsHtml
{
    /// <summary>All findings.</summary>
    /// <param name="page">The page, which knows the figures there are.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="prefix">What tells the findings of several runs apart.</param>
    public static string Of(Page page, IReadOnlyList<Finding> findings, string prefix)
    {
        StringBuilder html = new("<ul class=\"findings\">\n");
        foreach (FindingGroup group in FindingGroup.Rank(findings))
        {
            Open(html, page, group.Cause, prefix);
            if (group.Consequences.Count > 0)
            {
                html.Append($"<details class=\"follows\" open><summary>What follows from it: {Escape.Text(string.Join(", ", group.Consequences.Select(finding => finding.Id)))}</summary><ul class=\"findings\">\n");
                foreach (Finding finding in group.Consequences)
                {
                    Open(html, page, finding, prefix);
                    html.Append("</div></li>\n");
                }
                html.Append("</ul></details>");
            }
            html.Append("</div></li>\n");
        }
        return html.Append("</ul>").ToString();
    }

    /// <summary>How severe it is, as a word on a colour.</summary>
    public static string Chip(Finding finding) => $"<span class=\"chip {SeverityOf(finding)}\">{SeverityOf(finding)}</span>";

    /// <summary>Its short name, as a link to it.</summary>
    public static string Name(Finding finding, string prefix) => $"<a class=\"id\" href=\"#{Target(finding, prefix)}\">{Escape.Text(finding.Id)}</a>";

    static void Open(StringBuilder html, Page page, Finding finding, string prefix)
    {
        html.Append($"<li id=\"{Target(finding, prefix)}\">{Chip(finding)}<div><strong>{Escape.Text(finding.Title)}</strong> <span class=\"id\">{Escape.Text(finding.Id)} · confidence {finding.Confidence.ToString().ToLowerInvariant()}{Seen(finding)}</span> {page.Link(finding.Figure, "see the figure")}");
        html.Append($"<p>{Escape.Text(finding.Evidence)}</p><p class=\"remedy\">{Escape.Text(finding.Remedy)}</p>");
        if (finding.Remedies.Count > 0)
            html.Append("<ul class=\"remedies\">").AppendJoin("", finding.Remedies.Select(Try)).Append("</ul>");
        if (finding.Refutation.Length > 0)
            html.Append($"<p class=\"refutation\"><b>What would refute it:</b> {Escape.Text(finding.Refutation)}</p>");
    }

    /// <summary>Something to try: the settings, as they are typed, then what they do.</summary>
    static string Try(Remedy remedy)
    {
        string settings = remedy.Settings.Count == 0 ? "" : $"<code class=\"copy\">{Escape.Text(string.Join(' ', remedy.Settings.Select(setting => $"--set {setting.Key}={setting.Value}")))}</code> ";
        string code = remedy.Api is { Length: > 0 } api ? $" In code: <code>{Escape.Text(api)}</code>" : "";
        return $"<li>{settings}{Escape.Text(remedy.Text)}{code}</li>";
    }

    static string Seen(Finding finding) => (finding.Epoch, finding.Step) switch
    {
        ({ } epoch, { } step) => $" · first in epoch {epoch}, step {step}",
        ({ } epoch, _) => $" · first in epoch {epoch}",
        (_, { } step) => $" · first at step {step}",
        _ => "",
    };

    static string Target(Finding finding, string prefix) =>
        Escape.Attribute($"{prefix}finding-{string.Concat(finding.Id.Where(char.IsAsciiLetterOrDigit).Take(16))}");

    static string SeverityOf(Finding finding) => finding.Severity.ToString().ToLowerInvariant();
}
