using System.Globalization;
using System.Text;

namespace Unfold.Reporting;

/// <summary>Columns as comma-separated values: an empty cell is a missing number.</summary>
static class Csv
{
    public static string Write(IReadOnlyList<FigureColumn> columns)
    {
        StringBuilder csv = new();
        csv.AppendJoin(',', columns.Select(column => Quoted(column.Name))).Append('\n');
        int rows = columns.Select(column => column.Count).DefaultIfEmpty(0).Max();
        for (int row = 0; row < rows; row++)
            csv.AppendJoin(',', columns.Select(column => Cell(column, row))).Append('\n');
        return csv.ToString();
    }

    public static string Write(IReadOnlyList<FanPoint> points)
    {
        StringBuilder csv = new("x,epoch,step,batch,examples,value\n");
        foreach (FanPoint point in points)
            csv.Append(CultureInfo.InvariantCulture, $"{NumberText.Exact(Math.Round(point.X, 4))},{point.Epoch},{point.Step},{point.Batch},{point.Examples},{Number(point.Value)}\n");
        return csv.ToString();
    }

    static string Cell(FigureColumn column, int row)
    {
        if (row >= column.Count)
            return "";
        return column.Texts is { } texts ? Quoted(texts[row]) : double.IsNaN(column.Values[row]) ? "" : column.Exact ? NumberText.Exact(column.Values[row]) : Number(column.Values[row]);
    }

    static string Number(double value) => value.ToString("G7", CultureInfo.InvariantCulture);

    /// <summary>A cell that a spreadsheet takes as text, never as a formula.</summary>
    static string Quoted(string name)
    {
        string safe = name.Length > 0 && "=+-@\t".Contains(name[0]) && !double.TryParse(name, CultureInfo.InvariantCulture, out _) ? "'" + name : name;
        return safe.AsSpan().IndexOfAny("\",\n\r") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"")}\"";
    }
}
