using System.Text;

namespace Unfold.Reporting;

/// <summary>An HTML page that is being written.</summary>
sealed class Page(string title)
{
    readonly List<Func<string>> _body = [];
    readonly HashSet<string> _anchors = new(StringComparer.Ordinal);

    /// <summary>Adds markup; everything from data in it has gone through <see cref="Escape"/>.</summary>
    public Page Add(string html)
    {
        _body.Add(() => html);
        return this;
    }

    /// <summary>Adds markup that is made once everything else is there: a link leads only to what the page has.</summary>
    public Page AddLast(Func<string> html)
    {
        _body.Add(html);
        return this;
    }

    /// <summary>Adds a chart; the first one that findings point at is their anchor.</summary>
    public Page Add(Figure figure)
    {
        string? anchor = FigureAnchors.OfFigure(figure.Id);
        return Add(figure.ToHtml(anchor is not null && _anchors.Add(anchor) ? anchor : null));
    }

    /// <summary>The markup of an anchor, where the page has none of that name yet.</summary>
    public string Anchor(string? name) => name is not null && _anchors.Add(name) ? $"<span class=\"anchor\" id=\"{name}\"></span>" : "";

    /// <summary>A link to a figure; nothing where the page has none of that name.</summary>
    public string Link(string? name, string text) => name is not null && _anchors.Contains(name) ? $"<a class=\"to\" href=\"#{name}\">{Escape.Text(text)}</a>" : "";

    public Page Section(string heading, string lead, Action write)
    {
        Add($"<section class=\"plain\"><h2>{Escape.Text(heading)}</h2>");
        if (lead.Length > 0)
            Add($"<p class=\"lead\">{lead}</p>");
        write();
        return Add("</section>");
    }

    public override string ToString()
    {
        string? charts = Assets.Find("uPlot.js");
        StringBuilder html = new();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n");
        html.Append($"<title>{Escape.Text(title)}</title>\n<style>\n:root{{{ChartStyle.LightColors}}}\n");
        html.Append($"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{ChartStyle.DarkColors}}}}}\n:root[data-theme=dark]{{{ChartStyle.DarkColors}}}\n");
        html.Append($"@media print{{:root,:root[data-theme=dark]{{{ChartStyle.LightColors}}}}}\n");
        html.Append(ChartStyle.Rules).Append(ColorMap.Rules).Append('\n').Append(Assets.Get("report.css"));
        if (charts is not null)
            html.Append(Assets.Get("uPlot.css"));
        html.Append("</style>\n</head>\n<body>\n<main>\n").AppendJoin('\n', _body.Select(part => part())).Append("\n</main>\n");
        if (charts is not null)
            html.Append("<!--\nuPlot, the chart library behind zooming:\n").Append(Assets.Get("uPlot.LICENSE").Replace("--", "- -")).Append("\n-->\n<script>").Append(charts).Append("</script>\n");
        return html.Append("<script>\n").Append(Assets.Get("report.js")).Append("</script>\n</body>\n</html>\n").ToString();
    }
}
