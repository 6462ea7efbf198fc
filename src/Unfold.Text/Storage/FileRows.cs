namespace Unfold.Text;

/// <summary>Rows in scratch files; a row is made each time it is asked for. In memory are only the names of the labels.</summary>
sealed class FileRows(ScratchFolder scratch, ScratchFile texts, StoredNumbers<FileRows.Head> heads, string[] labels) : RowStore
{
    /// <summary>All of a row but its text and its group, which are UTF-8, one behind the other.</summary>
    public readonly record struct Head(long Place, int TextBytes, int GroupBytes, int Label, int Line, bool Blank);

    public override int Count => (int)heads.Length;

    public override ScratchFolder Scratch => scratch;

    public override LabelledText this[int row]
    {
        get
        {
            Head head = HeadOf(row);
            return new LabelledText(texts.ReadText(head.Place, head.TextBytes), labels[head.Label], head.Line, GroupOf(head));
        }
    }

    public override string Text(int row)
    {
        Head head = HeadOf(row);
        return texts.ReadText(head.Place, head.TextBytes);
    }

    public override string Label(int row) => labels[HeadOf(row).Label];

    public override string Group(int row) => GroupOf(HeadOf(row));

    public override int Line(int row) => HeadOf(row).Line;

    public override bool IsBlank(int row) => HeadOf(row).Blank;

    string GroupOf(in Head head) => head.GroupBytes == 0 ? "" : texts.ReadText(head.Place + head.TextBytes, head.GroupBytes);

    Head HeadOf(int row)
    {
        Head head = default;
        heads.CopyTo(row, new Span<Head>(ref head));
        return head;
    }
}
