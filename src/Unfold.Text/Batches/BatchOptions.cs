namespace Unfold.Text;

/// <summary>How rows are put together into batches.</summary>
public sealed record BatchOptions
{
    /// <summary>The number of sequences in a batch; with a budget, the most there may be.</summary>
    /// <value>32</value>
    public int BatchSize { get; init; } = 32;

    /// <summary>The most tokens in a batch, pads not counted as there are none; none: batches are cut by count alone.</summary>
    /// <value>none</value>
    /// <remarks>A single sequence that is longer is a batch of its own.</remarks>
    public int? TokenBudget { get; init; }

    /// <summary>Whether each epoch takes the rows in a new order; if not, in the order of the corpus (for evaluation).</summary>
    /// <value>true</value>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// How many batches' worth of shuffled rows are sorted by length together, so that a batch has sequences of like
    /// length; 1 or less: no sorting.
    /// </summary>
    /// <value>1</value>
    public int PoolBatches { get; init; } = 1;

    /// <summary>Whether the last batch is left out when it has fewer than <see cref="BatchSize"/> sequences.</summary>
    /// <value>false</value>
    /// <remarks>With a token budget there is no short batch, and nothing is left out.</remarks>
    public bool DropLast { get; init; }

    internal void Validate()
    {
        if (BatchSize < 1) throw new DataException($"Batches: expected a BatchSize of at least 1, got {BatchSize}.");
        if (TokenBudget is < 1) throw new DataException($"Batches: expected a TokenBudget of at least 1, got {TokenBudget}. Leave it out to cut batches by count.");
    }
}
