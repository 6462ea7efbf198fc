namespace Unfold;

/// <summary>A batch of token sequences of different lengths: what a text model takes in. There is no padding and no mask.</summary>
public sealed class SequenceBatch
{
    int[] _ids = [];

    /// <summary>Where which step of which sequence lies.</summary>
    public SequenceLayout Layout { get; private init; } = new();

    /// <summary>[N] the token ids, packed as <see cref="Layout"/> says.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Layout.TotalSteps);

    /// <summary>The number of sequences.</summary>
    public int Count => Layout.Count;

    internal int[] IdArray => _ids;

    /// <summary>A batch of these sequences.</summary>
    public static SequenceBatch FromIds(IReadOnlyList<int[]> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        var starts = new int[sequences.Count];
        var lengths = new int[sequences.Count];
        int total = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            (starts[i], lengths[i]) = (total, sequences[i].Length);
            total += lengths[i];
        }
        var batch = new SequenceBatch();
        batch.Load(sequences.SelectMany(ids => ids).ToArray(), starts, lengths);
        return batch;
    }

    /// <summary>Other ids in the same layout.</summary>
    internal SequenceBatch With(int[] ids) => new() { Layout = Layout, _ids = ids };

    /// <summary>Takes on other sequences in the same arrays, so that a loop over batches allocates nothing.</summary>
    /// <param name="ids">All token ids of a corpus, one sequence behind the other.</param>
    /// <param name="starts">[B] where each sequence of this batch starts in <paramref name="ids"/>.</param>
    /// <param name="lengths">[B] how long each is.</param>
    public void Load(ReadOnlySpan<int> ids, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        if (starts.Length != lengths.Length)
        {
            throw new ArgumentException($"SequenceBatch: expected as many starts as lengths, got {starts.Length} and {lengths.Length}.", nameof(starts));
        }
        Layout.Load(lengths);
        if (_ids.Length < Layout.TotalSteps) _ids = new int[Math.Max(Layout.TotalSteps, 2 * _ids.Length)];
        ReadOnlySpan<int> offsets = Layout.StepOffsets;
        for (int i = 0; i < lengths.Length; i++)
        {
            int position = Layout.Positions[i];
            ReadOnlySpan<int> sequence = ids.Slice(starts[i], lengths[i]);
            for (int t = 0; t < sequence.Length; t++) _ids[offsets[t] + position] = sequence[t];
        }
    }
}
