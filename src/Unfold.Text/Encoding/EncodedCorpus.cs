namespace Unfold.Text;

/// <summary>A corpus as token ids: encoded once, one sequence behind the other, with lengths and labels; in memory, or in a file where its texts are in one.</summary>
/// <remarks>Immutable, so it may be shared among threads. The result depends neither on how many cores encoded it nor on where it is.</remarks>
public sealed class EncodedCorpus
{
    readonly StoredNumbers<int> _ids;
    readonly StoredNumbers<long> _offsets; // of the sequences in the order in which they lie, and the end of the last
    readonly int[]? _positions; // where each row lies among them; in order where it is left out
    readonly int[] _labels;

    internal EncodedCorpus(StoredNumbers<int> ids, StoredNumbers<long> offsets, int[]? positions, int[] labels, int maxLength, EncodingCounts counts, ScratchFolder? scratch = null) =>
        (_ids, _offsets, _positions, _labels, MaxLength, Counts, Scratch) = (ids, offsets, positions, labels, maxLength, counts, scratch);

    /// <summary>Encodes every text of a corpus.</summary>
    /// <param name="corpus">The texts.</param>
    /// <param name="tokenizer">Cuts them.</param>
    /// <param name="vocabulary">Numbers their tokens.</param>
    /// <param name="labels">Numbers their labels; none: every label becomes -1.</param>
    /// <param name="options">How long the sequences may be.</param>
    /// <param name="cancellation">Looked at before each text.</param>
    /// <exception cref="DataException">A label is not among the classes, or an option is out of its range.</exception>
    public static EncodedCorpus Encode(
        Corpus corpus, ITokenizer tokenizer, Vocabulary vocabulary, LabelSet? labels = null, EncodingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(vocabulary);
        options ??= new EncodingOptions();
        options.Validate(vocabulary);
        return new CorpusEncoder(corpus, tokenizer, vocabulary, labels, options, cancellation).Encode();
    }

    /// <summary>The token ids of one text, as <see cref="Encode"/> has them for a corpus.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokenizer">Cuts it.</param>
    /// <param name="vocabulary">Numbers its tokens.</param>
    /// <param name="options">How long the sequence may be.</param>
    /// <exception cref="DataException">An option is out of its range.</exception>
    public static int[] EncodeText(ReadOnlySpan<char> text, ITokenizer tokenizer, Vocabulary vocabulary, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(vocabulary);
        options ??= new EncodingOptions();
        options.Validate(vocabulary);
        var ids = new List<int>();
        new TextEncoder(tokenizer, vocabulary, options).Append(text, ids);
        return [.. ids];
    }

    /// <summary>Takes sequences that were encoded elsewhere.</summary>
    /// <param name="sequences">The token ids of each row.</param>
    /// <param name="labels">The class of each row.</param>
    public static EncodedCorpus FromIds(IReadOnlyList<int[]> sequences, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Count != labels.Length)
            throw new ArgumentException($"EncodedCorpus: expected a label for each of {sequences.Count} sequences, got {labels.Length}.", nameof(labels));
        var writer = new IdWriter(scratch: null, "sequences in memory");
        foreach (int[] sequence in sequences) writer.Add(sequence);
        return writer.Finish(null, labels.ToArray(), new EncodingCounts { Tokens = writer.Ids, Empty = sequences.Count(static s => s.Length == 0) });
    }

    /// <summary>Some of the rows, with other numbers for their tokens.</summary>
    /// <param name="rows">The rows, in the order in which they are wanted.</param>
    /// <param name="numbers">For each token id the one that stands for it.</param>
    /// <param name="scratch">Where they are put; nothing: into memory.</param>
    /// <param name="cancellation">Looked at before each row.</param>
    /// <exception cref="DataException">The disk is full.</exception>
    public EncodedCorpus Take(ReadOnlySpan<int> rows, ReadOnlySpan<int> numbers, ScratchFolder? scratch = null, CancellationToken cancellation = default)
    {
        var writer = new IdWriter(scratch, "rows taken from a corpus");
        int[] labels = new int[rows.Length], sequence = new int[MaxLength];
        int empty = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<int> ids = sequence.AsSpan(0, CopyTo(rows[i], sequence));
            foreach (ref int id in ids) id = numbers[id];
            writer.Add(ids);
            labels[i] = _labels[rows[i]];
            empty += ids.IsEmpty ? 1 : 0;
        }
        return writer.Finish(null, labels, new EncodingCounts { Tokens = writer.Ids, Empty = empty });
    }

    /// <summary>How many rows there are.</summary>
    public int Count => _labels.Length;

    /// <summary>How many token ids there are, pads included.</summary>
    public long TotalIds => _ids.Length;

    /// <summary>[Count] the class of each row; -1 where it has none.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>What was counted while encoding.</summary>
    public EncodingCounts Counts { get; }

    /// <summary>The length of the longest sequence.</summary>
    public int MaxLength { get; }

    /// <summary>The folder of the file it is in; nothing where it is in memory.</summary>
    public ScratchFolder? Scratch { get; }

    /// <summary>The rows in the order in which they are read soonest; each once.</summary>
    public IEnumerable<int> ReadingOrder
    {
        get
        {
            int[]? order = _positions is null ? null : new int[Count];
            for (int row = 0; order is not null && row < Count; row++) order[_positions![row]] = row;
            for (int i = 0; i < Count; i++) yield return order?[i] ?? i;
        }
    }

    /// <summary>The token ids of a row: a view where they are in memory, else a copy. A loop over many rows does better with <see cref="CopyTo"/>.</summary>
    public ReadOnlySpan<int> this[int row]
    {
        get
        {
            (long start, int length) = Place(row);
            return _ids.Slice(start, length);
        }
    }

    /// <summary>The length of a row.</summary>
    public int Length(int row) => Place(row).Length;

    /// <summary>Copies the token ids of a row; nothing is allocated.</summary>
    /// <param name="row">The row.</param>
    /// <param name="destination">Takes them; it may be longer than the row.</param>
    /// <returns>How many there are.</returns>
    public int CopyTo(int row, Span<int> destination)
    {
        (long start, int length) = Place(row);
        _ids.CopyTo(start, destination[..length]);
        return length;
    }

    /// <inheritdoc/>
    public override string ToString() => $"EncodedCorpus {{ {Count} rows, {TotalIds} ids, {Counts} }}";

    (long Start, int Length) Place(int row)
    {
        Span<long> ends = stackalloc long[2];
        _offsets.CopyTo(_positions is null ? row : _positions[row], ends);
        return (ends[0], (int)(ends[1] - ends[0]));
    }
}
