namespace Unfold.Text;

/// <summary>Goes through a corpus in batches, epoch after epoch.</summary>
/// <remarks>
/// <code>
/// var sampler = new BatchSampler(corpus, new BatchOptions { BatchSize = 32 }, rng);
/// foreach (var batch in sampler.Epoch()) { ... batch.Sequences, batch.Labels, batch.Rows ... }
/// </code>
/// One batch object is used for all batches and one plan for all epochs, so a steady loop allocates nothing that grows.
/// The order of an epoch depends on the generator only, so a generator put back to its state gives the epoch again.
/// </remarks>
public sealed class BatchSampler
{
    readonly EncodedCorpus _corpus;
    readonly Rng? _rng;
    readonly BatchPlan _plan;
    readonly TextBatch _batch = new();

    /// <summary>Prepares to go through a corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="options">How batches are made.</param>
    /// <param name="rng">Where the order comes from; needed to shuffle.</param>
    /// <exception cref="DataException">An option is out of its range.</exception>
    public BatchSampler(EncodedCorpus corpus, BatchOptions options, Rng? rng)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Shuffle) ArgumentNullException.ThrowIfNull(rng);
        _corpus = corpus;
        _rng = rng;
        _plan = new BatchPlan(options);
    }

    /// <summary>A sampler that takes the rows in order and leaves none out: for evaluation.</summary>
    public static BatchSampler Sequential(EncodedCorpus corpus, int batchSize = 256) =>
        new(corpus, new BatchOptions { BatchSize = batchSize, Shuffle = false }, rng: null);

    /// <summary>Which rows each batch of the current epoch has.</summary>
    public BatchPlan Plan => _plan;

    /// <summary>Plans the next epoch, then gives its batches; the batch is valid until the next one is asked for.</summary>
    /// <param name="from">The first batch that is given: those before it were seen before the run was stopped. <value>Default: 0, all.</value></param>
    public IEnumerable<TextBatch> Epoch(int from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        _plan.Make(_corpus, _rng);
        return Batches(from);
    }

    IEnumerable<TextBatch> Batches(int from)
    {
        for (int i = from; i < _plan.Count; i++)
        {
            _batch.Load(_corpus, _plan[i]);
            yield return _batch;
        }
    }
}
