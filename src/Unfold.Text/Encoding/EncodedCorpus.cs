namespace Unfold.Text;

/// <summary>A corpus as token ids: encoded once, one sequence behind the other, with lengths and labels.</summary>
/// <remarks>Immutable, so it may be shared among threads. The result does not depend on how many cores encoded it.</remarks>
public sealed class EncodedCorpus
{
    readonly int[] _ids, _offsets, _labels;

    internal EncodedCorpus(int[] ids, int[] offsets, int[] labels, EncodingCounts counts)
    {
        (_ids, _offsets, _labels, Counts) = (ids, offsets, labels, counts);
        for (int i = 0; i < Count; i++) MaxLength = Math.Max(MaxLength, Length(i));
    }

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
        int[] offsets = new int[sequences.Count + 1];
        for (int i = 0; i < sequences.Count; i++) offsets[i + 1] = checked(offsets[i] + sequences[i].Length);
        int[] ids = new int[offsets[^1]];
        for (int i = 0; i < sequences.Count; i++) sequences[i].CopyTo(ids, offsets[i]);
        return new EncodedCorpus(ids, offsets, labels.ToArray(), new EncodingCounts { Tokens = ids.Length, Empty = sequences.Count(static s => s.Length == 0) });
    }

    /// <summary>How many rows there are.</summary>
    public int Count => _labels.Length;

    /// <summary>All token ids, one sequence behind the other, pads included.</summary>
    public ReadOnlySpan<int> Ids => _ids;

    /// <summary>[Count + 1] where each sequence starts in <see cref="Ids"/>; the last is the end.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>[Count] the class of each row; -1 where it has none.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>What was counted while encoding.</summary>
    public EncodingCounts Counts { get; }

    /// <summary>The length of the longest sequence.</summary>
    public int MaxLength { get; }

    /// <summary>The token ids of a row.</summary>
    public ReadOnlySpan<int> this[int row] => _ids.AsSpan(_offsets[row], Length(row));

    /// <summary>The length of a row.</summary>
    public int Length(int row) => _offsets[row + 1] - _offsets[row];

    /// <inheritdoc/>
    public override string ToString() => $"EncodedCorpus {{ {Count} rows, {_ids.Length} ids, {Counts} }}";
}
