namespace Unfold.Text;

/// <summary>Texts with their labels, in memory, in the order of their source.</summary>
/// <remarks>An empty text is kept as an empty sequence and counted; a corpus of nothing but empty texts is an error.</remarks>
public sealed class Corpus
{
    readonly LabelledText[] _rows;

    /// <summary>Takes rows from memory.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="source">The file or place they came from, for errors and reports.</param>
    /// <exception cref="DataException">There are no rows, or none with any text.</exception>
    public Corpus(IEnumerable<LabelledText> rows, string source = "rows in memory")
        : this([.. rows], source, repaired: 0)
    {
        if (_rows.Length == 0)
            throw new DataException($"{source}: expected at least one row of data, got none. Check that this is the file you meant.");
        if (EmptyTexts == _rows.Length)
            throw new DataException($"{source}: expected texts, got {_rows.Length} rows whose text is empty. Check the name of the text column.");
    }

    internal Corpus(LabelledText[] rows, string source, int repaired)
    {
        _rows = rows;
        Source = source;
        RepairedTexts = repaired;
        EmptyTexts = rows.Count(static row => row.Text.AsSpan().Trim().IsEmpty);
    }

    /// <summary>The file or place the rows came from.</summary>
    public string Source { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<LabelledText> Rows => _rows;

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Length;

    /// <summary>How many texts are empty or nothing but white space.</summary>
    public int EmptyTexts { get; }

    /// <summary>How many texts were repaired by <see cref="RepairMojibake"/>.</summary>
    public int RepairedTexts { get; }

    /// <summary>The rows of those numbers, in that order.</summary>
    public Corpus Select(ReadOnlySpan<int> rows)
    {
        var chosen = new LabelledText[rows.Length];
        for (int i = 0; i < rows.Length; i++) chosen[i] = _rows[rows[i]];
        return new Corpus(chosen, Source, RepairedTexts);
    }

    /// <summary>The same rows with texts repaired that are UTF-8 once read as Latin-1 (see <see cref="Mojibake"/>).</summary>
    /// <param name="cancellation">Looked at before each text.</param>
    public Corpus RepairMojibake(CancellationToken cancellation = default)
    {
        var rows = new LabelledText[_rows.Length];
        int repaired = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            rows[i] = _rows[i];
            if (!Mojibake.TryRepair(_rows[i].Text, out string text)) continue;
            rows[i] = _rows[i] with { Text = text };
            repaired++;
        }
        return new Corpus(rows, Source, repaired);
    }

    /// <summary>Where a row came from: <c>file:line</c>, or the number of the row where there are no lines.</summary>
    public string Where(int row) => _rows[row].Line > 0 ? $"{Source}:{_rows[row].Line}" : $"{Source}, row {row}";

    /// <inheritdoc/>
    public override string ToString() => $"Corpus {{ {Source}: {Count} rows, {EmptyTexts} empty }}";
}
