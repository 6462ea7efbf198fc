namespace Unfold.Text;

/// <summary>How a table of texts is laid out.</summary>
public sealed record CsvOptions
{
    /// <summary>The columns that make up the text, joined by a blank where there are several.</summary>
    /// <value><c>text</c></value>
    public IReadOnlyList<CsvColumn> Text { get; init; } = ["text"];

    /// <summary>The column of the label; none: the rows have no labels.</summary>
    /// <value><c>label</c></value>
    public CsvColumn? Label { get; init; } = "label";

    /// <summary>The column whose equal values keep rows on one side of a split.</summary>
    /// <value>none</value>
    public CsvColumn? Group { get; init; }

    /// <summary>Whether the first row holds the names of the columns.</summary>
    /// <value>true</value>
    public bool HasHeader { get; init; } = true;

    /// <summary>What stands between two fields.</summary>
    /// <value>a comma</value>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether a field may stand in quotes, as RFC 4180 has it; if not, a quote is a character like any other.</summary>
    /// <value>true</value>
    public bool Quoting { get; init; } = true;

    /// <summary>Whether texts that are UTF-8 once read as Latin-1 are repaired.</summary>
    /// <value>false</value>
    public bool RepairMojibake { get; init; }

    /// <summary>Tab-separated values without header or quoting: the label first, the text second.</summary>
    public static CsvOptions LabelTabText { get; } = new() { Text = [1], Label = 0, HasHeader = false, Delimiter = '\t', Quoting = false };
}
