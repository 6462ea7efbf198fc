namespace Unfold.Text;

/// <summary>Counts the tokens of texts and makes a vocabulary of them.</summary>
/// <remarks>
/// Give it the training part only. Whatever the order in which texts come, <see cref="VocabularyOrder.CountThenToken"/>
/// gives the same vocabulary. Source: torchtext <c>build_vocab_from_iterator</c> with specials first.
/// </remarks>
public sealed class VocabularyBuilder
{
    const int BlockCharacters = 2_000_000; // so many that their common words, counted anew in every block, weigh little
    readonly ITokenizer _tokenizer;
    readonly VocabularyOptions _options;
    readonly NGramSink _grams = new();
    CountingSink _counts = new(new TokenTable(), []);

    /// <summary>Starts with no text.</summary>
    /// <exception cref="DataException">An option is out of its range.</exception>
    public VocabularyBuilder(ITokenizer tokenizer, VocabularyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        _tokenizer = tokenizer;
        _options = options ?? new VocabularyOptions();
        _options.Validate();
    }

    /// <summary>How many different tokens were seen, n-grams counted.</summary>
    public int TypeCount => _counts.Table.Tokens.Count;

    /// <summary>How many tokens were seen, n-grams counted.</summary>
    public long TokenCount => _counts.Total;

    /// <summary>Counts the tokens of one more text.</summary>
    public VocabularyBuilder Add(ReadOnlySpan<char> text)
    {
        if (_options.NGrams == 1)
        {
            _tokenizer.Tokenize(text, ref _counts);
            return this;
        }
        _grams.Clear();
        var grams = _grams;
        _tokenizer.Tokenize(text, ref grams);
        grams.Emit(_options.NGrams, ref _counts);
        return this;
    }

    /// <summary>Counts the tokens of texts, several blocks of them at a time; the result does not depend on how many cores count.</summary>
    /// <param name="texts">The texts; for each core some four megabytes of them are held at once.</param>
    /// <param name="cancellation">Looked at before each text.</param>
    public VocabularyBuilder AddRange(IEnumerable<string> texts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (List<string>[] blocks in Blocks(texts).Chunk(Execution.Threads))
        {
            if (blocks.Length == 1)
            {
                Count(blocks[0], cancellation);
                continue;
            }
            var counted = new VocabularyBuilder[blocks.Length];
            Parallel.For(0, blocks.Length, new ParallelOptions { MaxDegreeOfParallelism = Execution.Threads, CancellationToken = cancellation },
                i => (counted[i] = new VocabularyBuilder(_tokenizer, _options)).Count(blocks[i], cancellation));
            foreach (VocabularyBuilder block in counted) _counts.Add(block._counts);
        }
        return this;

        IEnumerable<List<string>> Blocks(IEnumerable<string> all)
        {
            (List<string> block, long characters) = ([], 0);
            foreach (string text in all)
            {
                cancellation.ThrowIfCancellationRequested();
                block.Add(text);
                if ((characters += text.Length) < BlockCharacters) continue;
                yield return block;
                (block, characters) = ([], 0);
            }
            if (block.Count > 0) yield return block;
        }
    }

    void Count(List<string> texts, CancellationToken cancellation)
    {
        foreach (string text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            Add(text);
        }
    }

    /// <summary>Makes the vocabulary of what was counted so far.</summary>
    /// <param name="cancellation">Looked at from time to time.</param>
    public Vocabulary Build(CancellationToken cancellation = default)
    {
        var seen = _counts.Table.Tokens;
        var specials = _options.Specials;
        var candidates = new List<int>(seen.Count);
        for (int i = 0; i < seen.Count; i++)
        {
            if (_counts.Counts[i] >= _options.MinCount && !specials.Contains(seen[i], StringComparer.Ordinal)) candidates.Add(i);
        }
        Sort(candidates, cancellation);
        int room = (_options.MaxSize ?? int.MaxValue) - specials.Count;
        if (candidates.Count > room) candidates.RemoveRange(room, candidates.Count - room);
        if (_options.Order == VocabularyOrder.FirstSeen) candidates.Sort();

        var tokens = new List<string>(specials.Count + candidates.Count);
        var counts = new List<long>(specials.Count + candidates.Count);
        foreach (string special in specials)
        {
            int id = _counts.Table.Find(special);
            tokens.Add(special);
            counts.Add(id < 0 ? 0 : _counts.Counts[id]);
        }
        foreach (int id in candidates)
        {
            tokens.Add(seen[id]);
            counts.Add(_counts.Counts[id]);
        }
        int? unknown = _options.DefaultToken is { } token ? tokens.IndexOf(token) : null;
        return new Vocabulary(tokens, counts, specials.Count, unknown, _options.NGrams);
    }

    void Sort(List<int> candidates, CancellationToken cancellation)
    {
        int compared = 0;
        try
        {
            candidates.Sort((a, b) =>
            {
                if ((++compared & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
                return Compare(a, b);
            });
        }
        catch (InvalidOperationException wrapped) when (wrapped.InnerException is OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested(); // a list wraps what its comparison throws
            throw;
        }
    }

    int Compare(int a, int b)
    {
        int byCount = _counts.Counts[b].CompareTo(_counts.Counts[a]);
        if (byCount != 0) return byCount;
        return _options.Order == VocabularyOrder.CountThenToken
            ? CodePointOrder.Instance.Compare(_counts.Table.Tokens[a], _counts.Table.Tokens[b])
            : a.CompareTo(b);
    }

    /// <summary>A struct, so that tokenizers are compiled for it and call it directly.</summary>
    struct CountingSink(TokenTable table, List<long> counts) : ITokenSink
    {
        public readonly TokenTable Table => table;

        public readonly List<long> Counts => counts;

        public long Total { get; private set; }

        public void Add(scoped ReadOnlySpan<char> token)
        {
            int id = table.FindOrAdd(token);
            if (id == counts.Count) counts.Add(1);
            else counts[id]++;
            Total++;
        }

        /// <summary>Adds what was counted elsewhere; tokens not seen here are new in the order in which they were there.</summary>
        public void Add(in CountingSink other)
        {
            for (int i = 0; i < other.Counts.Count; i++)
            {
                int id = table.FindOrAdd(other.Table.Tokens[i]);
                if (id == counts.Count) counts.Add(0);
                counts[id] += other.Counts[i];
            }
            Total += other.Total;
        }
    }
}
