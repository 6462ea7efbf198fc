using System.Globalization;
using System.Text;

namespace Unfold.Reporting;

/// <summary>A chart on the page with the numbers behind it, as a table and as CSV.</summary>
/// <param name="Chart">The chart.</param>
/// <param name="Columns">The numbers, a column each; the first is the x axis.</param>
sealed record Figure(SvgChart Chart, IReadOnlyList<FigureColumn> Columns)
{
    public string ToHtml()
    {
        StringBuilder html = new("<figure>\n");
        html.Append(Chart.ToSvg()).Append("\n<details><summary>Numbers</summary><div class=\"scroll\"><table class=\"data\"><thead><tr>");
        foreach (FigureColumn column in Columns)
            html.Append($"<th{(column.Color is { } color ? $" data-color=\"{color}\"" : "")}{(column.Role.Length > 0 ? $" data-role=\"{column.Role}\"" : "")}>{Escape.Text(column.Name)}</th>");
        html.Append("</tr></thead><tbody>\n");
        int rows = Columns.Max(column => column.Values.Count);
        for (int row = 0; row < rows; row++)
        {
            html.Append("<tr>");
            foreach (FigureColumn column in Columns)
            {
                double value = row < column.Values.Count ? column.Values[row] : double.NaN;
                html.Append($"<td data-v=\"{value.ToString("G7", CultureInfo.InvariantCulture)}\">{NumberText.Short(value)}</td>");
            }
            html.Append("</tr>\n");
        }
        html.Append($"</tbody></table></div><a class=\"csv\" download=\"{FileName()}.csv\" href=\"data:text/csv;charset=utf-8,{Uri.EscapeDataString(Csv(rows))}\">CSV</a></details>\n</figure>");
        return html.ToString();
    }

    string Csv(int rows)
    {
        StringBuilder csv = new();
        csv.AppendJoin(',', Columns.Select(column => Quoted(column.Name))).Append('\n');
        for (int row = 0; row < rows; row++)
            csv.AppendJoin(',', Columns.Select(column => row < column.Values.Count && !double.IsNaN(column.Values[row]) ? column.Values[row].ToString("G9", CultureInfo.InvariantCulture) : "")).Append('\n');
        return csv.ToString();
    }

    /// <summary>A cell that a spreadsheet takes as text, never as a formula.</summary>
    static string Quoted(string name)
    {
        string safe = name.Length > 0 && "=+-@\t".Contains(name[0]) ? "'" + name : name;
        return safe.AsSpan().IndexOfAny("\",\n\r") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"")}\"";
    }

    string FileName() => string.Concat(Chart.Title.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-'));
}
