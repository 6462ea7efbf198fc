namespace Unfold.Text.Tests;

public class BatchSamplerTests
{
    static EncodedCorpus Corpus(int rows, int longest = 20)
    {
        var rng = new Rng(2);
        int[][] sequences = [.. Enumerable.Range(0, rows).Select(i => Enumerable.Repeat(i, rng.Next(longest + 1)).ToArray())];
        return EncodedCorpus.FromIds(sequences, [.. Enumerable.Range(0, rows).Select(i => i % 7)]);
    }

    static List<int[]> Epoch(BatchSampler sampler) => [.. sampler.Epoch().Select(batch => batch.Rows.ToArray())];

    [Fact]
    public void Epoch_Sequential_TakesRowsInOrderAndKeepsTheShortBatch()
    {
        var batches = Epoch(BatchSampler.Sequential(Corpus(10), 4));
        Assert.Equal([4, 4, 2], batches.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, 10), batches.SelectMany(batch => batch));
    }

    [Theory]
    [InlineData(1, null), InlineData(5, null), InlineData(1, 100), InlineData(5, 100)]
    public void Epoch_Shuffled_HasEveryRowOnceInAnotherOrderEachTime(int pool, int? budget)
    {
        var sampler = new BatchSampler(Corpus(1_000), new() { BatchSize = 16, PoolBatches = pool, TokenBudget = budget }, new Rng(1));
        int[] first = [.. Epoch(sampler).SelectMany(batch => batch)], second = [.. Epoch(sampler).SelectMany(batch => batch)];
        Assert.Equal(Enumerable.Range(0, 1_000), first.Order());
        Assert.Equal(Enumerable.Range(0, 1_000), second.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(Enumerable.Range(0, 1_000), first);
        var again = new BatchSampler(Corpus(1_000), new() { BatchSize = 16, PoolBatches = pool, TokenBudget = budget }, new Rng(1));
        Assert.Equal(first, Epoch(again).SelectMany(batch => batch));
    }

    [Theory]
    [InlineData(1), InlineData(4)]
    public void Epoch_DropLast_HasFullBatchesOnly(int pool)
    {
        var batches = Epoch(new BatchSampler(Corpus(100), new() { BatchSize = 32, DropLast = true, PoolBatches = pool }, new Rng(1)));
        Assert.Equal([32, 32, 32], batches.Select(batch => batch.Length));
        Assert.Equal(4, Epoch(new BatchSampler(Corpus(100), new() { BatchSize = 32, PoolBatches = pool }, new Rng(1))).Count);
    }

    [Fact]
    public void Epoch_DropLastOfTheOnlyBatch_SaysSo() => Assert.Equal(
        "Batches: expected rows for at least one full batch of 32, got 10. Make the batch smaller or keep the last one.",
        Assert.Throws<DataException>(() => new BatchSampler(Corpus(10), new() { DropLast = true }, new Rng(1)).Epoch()).Message);

    [Fact]
    public void Epoch_TokenBudget_IsNotExceeded()
    {
        var corpus = Corpus(500, longest: 60);
        var batches = Epoch(new BatchSampler(corpus, new() { BatchSize = 64, TokenBudget = 50, PoolBatches = 8 }, new Rng(3)));
        int Tokens(int[] rows) => rows.Sum(corpus.Length);
        Assert.All(batches, rows => Assert.True(rows.Length == 1 || Tokens(rows) <= 50));
        Assert.Contains(batches, rows => rows.Length == 1 && Tokens(rows) > 50);
        Assert.All(batches, rows => Assert.True(rows.Length <= 64));
    }

    [Fact]
    public void Epoch_Pools_MakeBatchesOfLikeLengthsYetMixRowsAnew()
    {
        var corpus = Corpus(3_200, longest: 50);
        double Spread(List<int[]> batches) => batches.Average(rows => rows.Max(corpus.Length) - rows.Min(corpus.Length));
        var pooled = new BatchSampler(corpus, new() { BatchSize = 32, PoolBatches = 20 }, new Rng(1));
        var first = Epoch(pooled);
        Assert.InRange(Spread(first), 0, 5);
        Assert.InRange(Spread(Epoch(new BatchSampler(corpus, new() { BatchSize = 32 }, new Rng(1)))), 40, 50);
        // Of the partners of a row in one epoch, few are its partners in the next.
        var partner = Epoch(pooled).SelectMany((rows, batch) => rows.Select(row => (row, batch))).ToDictionary(pair => pair.row, pair => pair.batch);
        double kept = first.Average(rows => rows.GroupBy(row => partner[row]).Max(group => group.Count()));
        Assert.InRange(kept, 1, 12);
        // Batches do not come in the order of their lengths.
        int rises = first.Zip(first.Skip(1)).Count(pair => corpus.Length(pair.Second[0]) > corpus.Length(pair.First[0]));
        Assert.InRange(rises, 30, 70);
    }

    [Fact]
    public void Epoch_Batch_HoldsIdsLabelsAndRows()
    {
        var corpus = Corpus(50);
        foreach (var batch in new BatchSampler(corpus, new() { BatchSize = 8, PoolBatches = 3 }, new Rng(4)).Epoch())
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int row = batch.Rows[i];
                Assert.Equal(row % 7, batch.Labels[i]);
                Assert.Equal(corpus.Length(row), batch.Sequences.Layout.Lengths[i]);
                for (int t = 0; t < corpus.Length(row); t++) Assert.Equal(corpus[row][t], batch.Sequences.Ids[batch.Sequences.Layout.Row(i, t)]);
            }
        }
    }

    [Fact]
    public void Epoch_OnceWarm_AllocatesNothingThatGrowsWithTheCorpus()
    {
        var sampler = new BatchSampler(Corpus(5_000), new() { BatchSize = 32, PoolBatches = 10 }, new Rng(4));
        foreach (var _ in sampler.Epoch()) { }
        foreach (var _ in sampler.Epoch()) { }
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var _ in sampler.Epoch()) { }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public void Options_OutOfRange_SaySo()
    {
        Assert.Equal("Batches: expected a BatchSize of at least 1, got 0.", Assert.Throws<DataException>(() => new BatchPlan(new() { BatchSize = 0 })).Message);
        Assert.Equal("Batches: expected a TokenBudget of at least 1, got 0. Leave it out to cut batches by count.",
            Assert.Throws<DataException>(() => new BatchPlan(new() { TokenBudget = 0 })).Message);
    }
}
