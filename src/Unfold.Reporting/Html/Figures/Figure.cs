using System.Globalization;
using System.Text;

namespace Unfold.Reporting;

/// <summary>A chart on the page with the numbers behind it, which stand in the page once: as CSV, which a script makes a table of.</summary>
/// <param name="Id">Its name in the page and of its files; the same in every report.</param>
/// <param name="Chart">The chart.</param>
/// <param name="Columns">The numbers, a column each; the first is the x axis.</param>
sealed record Figure(string Id, ISvgChart Chart, IReadOnlyList<FigureColumn> Columns)
{
    /// <summary>Single points of the chart, each with its address.</summary>
    public IReadOnlyList<FanPoint> Points { get; init; } = [];

    /// <summary>All single points behind the chart, for the file of numbers.</summary>
    public IReadOnlyList<FanPoint> AllPoints { get; init; } = [];

    /// <summary>A name for files.</summary>
    public string FileName => string.Concat(Id.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-')).Trim('-', '.');

    /// <summary>The chart as markup.</summary>
    /// <param name="anchor">What links lead to it by.</param>
    public string ToHtml(string? anchor = null)
    {
        StringBuilder html = new();
        html.Append($"<figure class=\"chart-box\" data-chart=\"{Escape.Attribute(Id)}\" data-kind=\"{Chart.Kind}\" data-file=\"{FileName}\" data-roles=\"");
        html.AppendJoin(',', Columns.Select(column => column.Role.Length == 0 ? "" : $"{column.Role}.{column.Color}")).Append(anchor is null ? "\">\n" : $"\" id=\"{anchor}\">\n");
        html.Append(Chart.ToSvg()).Append("\n<details class=\"numbers\"><summary>Numbers</summary><pre class=\"csv\">");
        html.Append(Escape.Text(Csv.Write(Columns))).Append("</pre>");
        if (Points.Count > 0)
            html.Append("<p>Single steps: the dots, and the largest of all.</p><pre class=\"csv points\">").Append(Escape.Text(Csv.Write(Points))).Append("</pre>");
        return html.Append("</details>\n</figure>").ToString();
    }
}
