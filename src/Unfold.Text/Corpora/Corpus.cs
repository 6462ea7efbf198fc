namespace Unfold.Text;

/// <summary>Texts with their labels, in memory or in a file, in the order of their source.</summary>
/// <remarks>An empty text is kept as an empty sequence and counted; a corpus of nothing but empty texts is an error.</remarks>
public sealed class Corpus
{
    readonly RowStore _store;
    readonly int[]? _chosen; // the rows of the store that it has; all where it is left out
    int _empty = -1;

    /// <summary>Takes rows from memory.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="source">The file or place they came from, for errors and reports.</param>
    /// <exception cref="DataException">There are no rows, or none with any text.</exception>
    public Corpus(IEnumerable<LabelledText> rows, string source = "rows in memory")
        : this(new MemoryRows([.. rows]), source, repaired: 0) => RefuseNothing();

    internal Corpus(RowStore store, string source, int repaired, int[]? chosen = null)
    {
        (_store, _chosen) = (store, chosen);
        Source = source;
        RepairedTexts = repaired;
        Rows = new CorpusRows(this);
    }

    /// <summary>The file or place the rows came from.</summary>
    public string Source { get; }

    /// <summary>The rows. Where they are in a file, each is read when it is asked for.</summary>
    public IReadOnlyList<LabelledText> Rows { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => _chosen?.Length ?? _store.Count;

    /// <summary>How many texts are empty or nothing but white space.</summary>
    public int EmptyTexts
    {
        get
        {
            if (_empty >= 0) return _empty;
            int empty = 0;
            for (int row = 0; row < Count; row++) empty += _store.IsBlank(Place(row)) ? 1 : 0;
            return _empty = empty;
        }
    }

    /// <summary>How many texts were repaired by <see cref="RepairMojibake"/>.</summary>
    public int RepairedTexts { get; }

    /// <summary>Whether the rows are in a file and not in memory.</summary>
    public bool IsInFile => _store.Scratch is not null;

    internal ScratchFolder? Scratch => _store.Scratch;

    /// <summary>The texts, in no order to rely on: in that in which they are read soonest.</summary>
    public IEnumerable<string> Texts
    {
        get
        {
            int[]? order = ReadingOrder();
            for (int i = 0; i < Count; i++) yield return Text(order?[i] ?? i);
        }
    }

    /// <summary>The text of a row.</summary>
    public string Text(int row) => _store.Text(Place(row));

    /// <summary>The label of a row.</summary>
    public string Label(int row) => _store.Label(Place(row));

    /// <summary>What a row shares with others that must stay on its side of a split; empty where there is nothing.</summary>
    public string Group(int row) => _store.Group(Place(row));

    /// <summary>The rows of those numbers, in that order.</summary>
    public Corpus Select(ReadOnlySpan<int> rows)
    {
        int[] chosen = rows.ToArray();
        foreach (ref int row in chosen.AsSpan()) row = Place(row);
        return new Corpus(_store, Source, RepairedTexts, chosen);
    }

    /// <summary>The same rows with texts repaired that are UTF-8 once read as Latin-1 (see <see cref="Mojibake"/>).</summary>
    /// <param name="cancellation">Looked at before each text.</param>
    public Corpus RepairMojibake(CancellationToken cancellation = default)
    {
        RowWriter rows = RowWriter.To(Scratch);
        int repaired = 0;
        for (int i = 0; i < Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            LabelledText row = Rows[i];
            repaired += Mojibake.TryRepair(row.Text, out string text) ? 1 : 0;
            rows.Add(row with { Text = text });
        }
        return new Corpus(rows.Finish(), Source, repaired);
    }

    /// <summary>Where a row came from: <c>file:line</c>, or the number of the row where there are no lines.</summary>
    public string Where(int row) => _store.Line(Place(row)) is > 0 and var line ? $"{Source}:{line}" : $"{Source}, row {row}";

    /// <inheritdoc/>
    public override string ToString() => $"Corpus {{ {Source}: {Count} rows, {EmptyTexts} empty }}";

    /// <summary>The rows in the order in which they lie in their file; nothing where that is their own or where it does not matter.</summary>
    internal int[]? ReadingOrder()
    {
        if (_chosen is null || !IsInFile) return null;
        int[] order = new int[_chosen.Length];
        if (order.Length < _store.Count / 8)
        {
            int[] places = [.. _chosen];
            for (int i = 0; i < order.Length; i++) order[i] = i;
            Array.Sort(places, order);
            return order;
        }
        int[] next = new int[_store.Count + 1]; // a counting sort: seconds where comparing takes a minute
        foreach (int place in _chosen) next[place + 1]++;
        for (int place = 0; place < _store.Count; place++) next[place + 1] += next[place];
        for (int row = 0; row < order.Length; row++) order[next[_chosen[row]]++] = row;
        return order;
    }

    internal LabelledText At(int row) => _store[Place(row)];

    /// <summary>The same rows, in a file of the folder.</summary>
    internal Corpus MoveTo(ScratchFolder scratch, CancellationToken cancellation)
    {
        RowWriter rows = RowWriter.To(scratch);
        for (int row = 0; row < Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Add(At(row));
        }
        return new Corpus(rows.Finish(), Source, RepairedTexts);
    }

    /// <exception cref="DataException">There are no rows, or none with any text.</exception>
    internal Corpus RefuseNothing()
    {
        if (Count == 0) throw new DataException($"{Source}: expected at least one row of data, got none. Check that this is the file you meant.");
        int row = 0;
        while (row < Count && _store.IsBlank(Place(row))) row++;
        if (row == Count) throw new DataException($"{Source}: expected texts, got {Count} rows whose text is empty. Check the name of the text column.");
        return this;
    }

    int Place(int row) => _chosen is null ? row : _chosen[row];
}
