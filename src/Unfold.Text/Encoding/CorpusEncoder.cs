namespace Unfold.Text;

/// <summary>Encodes a corpus in blocks of a fixed number of rows, several blocks at a time, and joins them in order.</summary>
sealed class CorpusEncoder(Corpus corpus, ITokenizer tokenizer, Vocabulary vocabulary, LabelSet? labels, EncodingOptions options, CancellationToken cancellation)
{
    const int BlockRows = 1024;

    sealed record Block(List<int> Ids, int[] Lengths, EncodingCounts Counts);

    public EncodedCorpus Encode()
    {
        int[] classes = new int[corpus.Count];
        for (int i = 0; i < classes.Length; i++) classes[i] = labels is null ? -1 : labels.IndexOf(corpus, i);

        var blocks = new Block[(corpus.Count + BlockRows - 1) / BlockRows];
        if (blocks.Length == 1) blocks[0] = EncodeBlock(0);
        else Run(blocks);

        int[] offsets = new int[corpus.Count + 1];
        int row = 0;
        var counts = new EncodingCounts();
        foreach (var block in blocks)
        {
            foreach (int length in block.Lengths)
            {
                if (offsets[row] > Array.MaxLength - length) throw new DataException(
                    $"{corpus.Source}: expected at most {Array.MaxLength} tokens in one corpus, got more. Set a MaxLength or split the file.");
                offsets[row + 1] = offsets[row] + length;
                row++;
            }
            counts = EncodingCounts.Sum(counts, block.Counts);
        }
        int[] ids = new int[offsets[^1]];
        int at = 0;
        foreach (var block in blocks)
        {
            block.Ids.CopyTo(ids, at);
            at += block.Ids.Count;
        }
        return new EncodedCorpus(ids, offsets, classes, counts);
    }

    void Run(Block[] blocks)
    {
        try
        {
            Parallel.For(0, blocks.Length, new ParallelOptions { MaxDegreeOfParallelism = Execution.Threads, CancellationToken = cancellation }, i => blocks[i] = EncodeBlock(i));
        }
        catch (AggregateException several) when (several.InnerExceptions.OfType<DataException>().FirstOrDefault() is { } first)
        {
            throw new DataException(first.Message, first);
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
            lengths[i] = encoder.Append(corpus.Rows[start + i].Text, ids);
        }
        return new Block(ids, lengths, encoder.Counts);
    }
}
