namespace Unfold.Text;

/// <summary>Which rows each batch of an epoch has, decided before the epoch starts; its arrays are used again in the next.</summary>
/// <remarks>
/// Shuffled: all rows are shuffled; the order is cut into pools of <see cref="BatchOptions.PoolBatches"/> batches; each pool
/// is sorted by length, equal lengths in shuffled order; batches are cut inside the pools; the batches are shuffled. So which
/// rows meet changes each epoch, and long and short batches come in random order. A pool of one batch leaves a plain shuffle.
/// Sequential: the rows in the order of the corpus. The last, short batch, if there is one, has the rows left over by
/// chance and comes last where batches are cut by count and there are no pools, as in other libraries' loaders.
/// </remarks>
public sealed class BatchPlan
{
    readonly BatchOptions _options;
    int[] _rows = [];
    int[] _shuffledRows = [];
    int[] _places = [];
    readonly List<(int Start, int Count)> _batches = [];

    /// <summary>An empty plan.</summary>
    /// <exception cref="DataException">An option is out of its range.</exception>
    public BatchPlan(BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>How many batches there are.</summary>
    public int Count => _batches.Count;

    /// <summary>The rows of a batch.</summary>
    public ReadOnlySpan<int> this[int batch] => _rows.AsSpan(_batches[batch].Start, _batches[batch].Count);

    /// <summary>Plans an epoch over all rows of a corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="rng">Where the order comes from; not needed without <see cref="BatchOptions.Shuffle"/>.</param>
    public void Make(EncodedCorpus corpus, Rng? rng)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        if (_rows.Length != corpus.Count) _rows = new int[corpus.Count];
        for (int i = 0; i < _rows.Length; i++) _rows[i] = i;
        _batches.Clear();
        bool pools = _options.Shuffle && _options.PoolBatches > 1;
        if (_options.Shuffle)
        {
            ArgumentNullException.ThrowIfNull(rng);
            rng.Shuffle(_rows.AsSpan());
        }
        for (int start = 0; start < _rows.Length;)
        {
            int end = pools ? PoolEnd(corpus, start) : _rows.Length;
            if (pools) SortByLength(corpus, start, end);
            Cut(corpus, start, end);
            start = end;
        }
        if (_options.DropLast && _options.TokenBudget is null && _batches.Count > 0 && _batches[^1].Count < _options.BatchSize)
            _batches.RemoveAt(_batches.Count - 1);
        if (_batches.Count == 0) throw new DataException(
            $"Batches: expected rows for at least one full batch of {_options.BatchSize}, got {_rows.Length}. Make the batch smaller or keep the last one.");
        if (pools) rng!.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_batches));
    }

    /// <summary>Where the pool ends: after so many batches' rows, or, with a budget, where so many budgets are used up.</summary>
    int PoolEnd(EncodedCorpus corpus, int start)
    {
        if (_options.TokenBudget is not { } budget) return (int)Math.Min(_rows.Length, start + (long)_options.PoolBatches * _options.BatchSize);
        long room = (long)budget * _options.PoolBatches;
        int end = start;
        while (end < _rows.Length && (end == start || (room >= corpus.Length(_rows[end]) && end - start < (long)_options.BatchSize * _options.PoolBatches)))
            room -= corpus.Length(_rows[end++]);
        return end;
    }

    /// <summary>Counting sort from the longest row to the shortest, stable, without a comparer.</summary>
    void SortByLength(EncodedCorpus corpus, int start, int end)
    {
        if (_shuffledRows.Length < end - start) _shuffledRows = new int[end - start];
        _rows.AsSpan(start, end - start).CopyTo(_shuffledRows);
        var places = _places.Length > corpus.MaxLength + 1 ? _places : _places = new int[corpus.MaxLength + 2];
        Array.Clear(places);
        var pool = _shuffledRows.AsSpan(0, end - start);
        foreach (int row in pool) places[corpus.Length(row)]++;
        int at = start;
        for (int length = corpus.MaxLength; length >= 0; length--)
        {
            int count = places[length];
            places[length] = at;
            at += count;
        }
        foreach (int row in pool) _rows[places[corpus.Length(row)]++] = row;
    }

    void Cut(EncodedCorpus corpus, int start, int end)
    {
        int from = start;
        long tokens = 0;
        for (int i = start; i < end; i++)
        {
            int length = corpus.Length(_rows[i]);
            bool full = i - from == _options.BatchSize || (_options.TokenBudget is { } budget && i > from && tokens + length > budget);
            if (full)
            {
                _batches.Add((from, i - from));
                (from, tokens) = (i, 0);
            }
            tokens += length;
        }
        if (end > from) _batches.Add((from, end - from));
    }
}
