using Unfold.Text;

namespace Unfold.Training;

/// <summary>Some sentences for a tagger: their words, the spellings among them, and their tags, packed as the words are.</summary>
/// <param name="spelled">Whether the network reads the words' characters; else no spelling is looked up.</param>
sealed class TaggerBatch(bool spelled)
{
    int[] _place = [];
    int[] _tags = [];

    /// <summary>The numbers of the words.</summary>
    public SequenceBatch Words { get; private set; } = new();

    /// <summary>The numbers of the words' fixed vectors; null where there are none.</summary>
    public SequenceBatch? Vectors { get; private set; }

    /// <summary>The characters of every different word of the batch, in the order they first come.</summary>
    public SequenceBatch Spellings { get; private set; } = new();

    /// <summary>[N] which spelling each packed word has; none where they are not read.</summary>
    public int[] SpellingOf { get; private set; } = [];

    /// <summary>[N] the packed words' tags.</summary>
    public ReadOnlySpan<int> Tags => _tags.AsSpan(0, Words.Layout.TotalSteps);

    /// <summary>Takes on a batch of sentences.</summary>
    /// <param name="rows">All sentences.</param>
    /// <param name="batch">Those of this batch.</param>
    /// <param name="unknown">What a dropped word is read as.</param>
    /// <param name="wordDropout">The share of words that are.</param>
    /// <param name="rng">Which ones; not needed where none is.</param>
    public void Load(TaggerRows rows, TextBatch batch, int unknown, double wordDropout = 0, Rng? rng = null)
    {
        SequenceLayout layout = batch.Sequences.Layout;
        Words = wordDropout > 0 ? Dropped(rows, batch, unknown, wordDropout, rng!) : batch.Sequences;
        Vectors = rows.Vectors is { } vectors ? SequenceBatch.FromIds([.. batch.Rows.ToArray().Select(row => vectors[row])]) : null;
        if (_tags.Length < layout.TotalSteps) _tags = new int[2 * layout.TotalSteps];
        for (int i = 0; i < batch.Count; i++)
        {
            ReadOnlySpan<int> tags = rows.Tags[batch.Rows[i]];
            for (int t = 0; t < tags.Length; t++) _tags[layout.Row(i, t)] = tags[t];
        }
        if (spelled) Spell(rows, batch);
    }

    /// <summary>Gathers the spellings of a batch, each once.</summary>
    void Spell(TaggerRows rows, TextBatch batch)
    {
        SequenceLayout layout = batch.Sequences.Layout;
        if (_place.Length != rows.Spellings.Count)
        {
            _place = new int[rows.Spellings.Count];
            Array.Fill(_place, -1);
        }
        SpellingOf = new int[layout.TotalSteps];
        List<int> used = [];
        for (int i = 0; i < batch.Count; i++)
        {
            int[] types = rows.Types[batch.Rows[i]];
            for (int t = 0; t < types.Length; t++)
            {
                if (_place[types[t]] < 0)
                {
                    _place[types[t]] = used.Count;
                    used.Add(types[t]);
                }
                SpellingOf[layout.Row(i, t)] = _place[types[t]];
            }
        }
        Spellings = SequenceBatch.FromIds([.. used.Select(type => rows.Spellings[type])]);
        foreach (int type in used) _place[type] = -1;
    }

    static SequenceBatch Dropped(TaggerRows rows, TextBatch batch, int unknown, double share, Rng rng)
    {
        var sentences = new int[batch.Count][];
        for (int i = 0; i < sentences.Length; i++)
        {
            sentences[i] = rows.Words[batch.Rows[i]].ToArray();
            foreach (ref int word in sentences[i].AsSpan()) word = rng.NextDouble() < share ? unknown : word;
        }
        return SequenceBatch.FromIds(sentences);
    }
}
