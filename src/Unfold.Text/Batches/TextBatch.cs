namespace Unfold.Text;

/// <summary>A batch: its sequences, their classes, and the rows of the corpus they are.</summary>
/// <remarks>One object is filled again and again: what it holds is valid until the sampler moves on.</remarks>
public sealed class TextBatch
{
    int[] _rows = [], _labels = [], _starts = [], _lengths = [], _ids = [];

    /// <summary>The sequences.</summary>
    public SequenceBatch Sequences { get; } = new();

    /// <summary>How many sequences there are.</summary>
    public int Count { get; private set; }

    /// <summary>[Count] the class of each.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

    /// <summary>[Count] the row of the corpus each came from.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Fills the batch with rows of a corpus; allocates only to hold more than ever before.</summary>
    public void Load(EncodedCorpus corpus, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        if (_rows.Length < rows.Length)
        {
            int room = Math.Max(rows.Length, 2 * _rows.Length);
            (_rows, _labels, _starts, _lengths) = (new int[room], new int[room], new int[room], new int[room]);
        }
        Count = rows.Length;
        rows.CopyTo(_rows);
        int end = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            (_labels[i], _starts[i], _lengths[i]) = (corpus.Labels[rows[i]], end, corpus.Length(rows[i]));
            end = checked(end + _lengths[i]);
        }
        if (_ids.Length < end) _ids = new int[Math.Max(end, (int)Math.Min(Array.MaxLength, 2L * _ids.Length))];
        for (int i = 0; i < rows.Length; i++) corpus.CopyTo(rows[i], _ids.AsSpan(_starts[i], _lengths[i]));
        Sequences.Load(_ids, _starts.AsSpan(0, Count), _lengths.AsSpan(0, Count));
    }
}
