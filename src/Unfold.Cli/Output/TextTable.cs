using System.Text;

namespace Unfold.Cli;

/// <summary>A table in plain text whose rows can be printed one at a time: columns of fixed width, two blanks between.</summary>
sealed class TextTable(params TextColumn[] columns)
{
    /// <summary>The names of the columns.</summary>
    public string Header => Line([.. columns.Select(column => column.Name)]);

    /// <summary>A row; a cell that is too wide pushes the rest to the right.</summary>
    public string Row(params string[] cells) => Line(cells);

    /// <summary>All rows under the header, with columns as wide as their widest cell.</summary>
    public static IEnumerable<string> Fit(TextColumn[] columns, IReadOnlyList<string[]> rows)
    {
        var table = new TextTable([.. columns.Select((column, i) => column with
        {
            Width = rows.Select(row => row[i].Length).Append(column.Name.Length).Max(),
        })]);
        return rows.Select(row => table.Row(row)).Prepend(table.Header);
    }

    string Line(string[] cells)
    {
        var line = new StringBuilder();
        for (int i = 0; i < cells.Length; i++)
        {
            if (i > 0) line.Append("  ");
            line.Append(columns[i].Right ? cells[i].PadLeft(columns[i].Width) : cells[i].PadRight(columns[i].Width));
        }
        return line.ToString().TrimEnd();
    }
}
