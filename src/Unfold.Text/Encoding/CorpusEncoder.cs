namespace Unfold.Text;

/// <summary>Encodes a corpus in blocks of a fixed number of rows, several blocks at a time, and passes them on in order.</summary>
/// <remarks>Rows in a file are taken in the order in which they lie there, so that it is read from its beginning to its end.</remarks>
sealed class CorpusEncoder(Corpus corpus, ITokenizer tokenizer, Vocabulary vocabulary, LabelSet? labels, EncodingOptions options, CancellationToken cancellation)
{
    const int BlockRows = 1024;
    const int BlocksOfAThread = 8;
    readonly int[]? _order = corpus.ReadingOrder();

    sealed record Block(List<int> Ids, int[] Lengths, EncodingCounts Counts);

    public EncodedCorpus Encode()
    {
        int[] classes = new int[corpus.Count];
        for (int i = 0; i < classes.Length; i++)
        {
            if ((i & 0xFFF) == 0) cancellation.ThrowIfCancellationRequested();
            int row = _order?[i] ?? i;
            classes[row] = labels is null ? -1 : labels.IndexOf(corpus, row);
        }
        var writer = new IdWriter(corpus.Scratch, corpus.Source);
        var counts = new EncodingCounts();
        int blocks = (int)(((long)corpus.Count + BlockRows - 1) / BlockRows);
        var some = new Block[Math.Min(blocks, BlocksOfAThread * Execution.Threads)]; // in memory at the same time
        for (int first = 0; first < blocks; first += some.Length)
        {
            int together = Math.Min(some.Length, blocks - first);
            if (together == 1) some[0] = EncodeBlock(first);
            else Run(some, first, together);
            for (int i = 0; i < together; i++)
            {
                writer.AddRange(some[i].Ids, some[i].Lengths);
                counts = EncodingCounts.Sum(counts, some[i].Counts);
            }
        }
        return writer.Finish(Positions(), classes, counts);
    }

    void Run(Block[] blocks, int first, int count)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Execution.Threads, CancellationToken = cancellation }, i => blocks[i] = EncodeBlock(first + i));
        }
        catch (AggregateException several) when (several.InnerExceptions.OfType<DataException>().FirstOrDefault() is { } fault)
        {
            throw new DataException(fault.Message, fault);
        }
    }

    Block EncodeBlock(int block)
    {
        int start = block * BlockRows;
        int[] lengths = new int[Math.Min(BlockRows, corpus.Count - start)];
        var ids = new List<int>(lengths.Length * 16);
        var encoder = new TextEncoder(tokenizer, vocabulary, options);
        for (int i = 0; i < lengths.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            lengths[i] = encoder.Append(corpus.Text(_order?[start + i] ?? (start + i)), ids);
        }
        return new Block(ids, lengths, encoder.Counts);
    }

    /// <summary>Where each row lies among those in reading order.</summary>
    int[]? Positions()
    {
        if (_order is null) return null;
        var positions = new int[_order.Length];
        for (int i = 0; i < _order.Length; i++) positions[_order[i]] = i;
        return positions;
    }
}
