namespace Unfold.Text;

/// <summary>Rows in memory.</summary>
sealed class MemoryRows(LabelledText[] rows) : RowStore
{
    public override int Count => rows.Length;

    public override LabelledText this[int row] => rows[row];

    public override string Text(int row) => rows[row].Text;

    public override string Label(int row) => rows[row].Label;

    public override string Group(int row) => rows[row].Group;

    public override int Line(int row) => rows[row].Line;

    public override bool IsBlank(int row) => IsBlank(rows[row].Text);

    public static bool IsBlank(string text) => text.AsSpan().Trim().IsEmpty;
}
