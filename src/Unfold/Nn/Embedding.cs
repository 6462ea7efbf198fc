namespace Unfold.Nn;

/// <summary>A learnt vector for every token id. Its gradient is row-sparse: only the batch's tokens are touched.</summary>
/// <remarks>
/// Shapes: ids packed [N] → <c>[N, Width]</c>; <see cref="Weight"/> <c>[Count, Width]</c>. Init: N(0, 1), the padding row
/// zero. Source: torch.nn.Embedding, PyTorch 1.13.
/// </remarks>
public sealed class Embedding : Module
{
    /// <summary>A table with fresh vectors.</summary>
    /// <param name="count">Rows: the size of the vocabulary.</param>
    /// <param name="width">Columns: the size of a vector.</param>
    /// <param name="rng">Where the initial vectors come from.</param>
    /// <param name="paddingIndex">A row that starts as zeros and gets no gradient. <value>Default: none.</value></param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or a padding index outside the table.</exception>
    public Embedding(int count, int width, Rng rng, int? paddingIndex = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (paddingIndex is < 0 || paddingIndex >= count)
        {
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), paddingIndex, $"Embedding: expected a padding index in 0..{count - 1}.");
        }
        PaddingIndex = paddingIndex;
        Tensor table = Init.Normal(rng, 1, new Shape(count, width));
        if (paddingIndex is { } row) table.Span<float>().Slice(row * width, width).Clear();
        Weight = Register("weight", table);
    }

    /// <summary>[Count, Width].</summary>
    public Parameter Weight { get; }

    /// <summary>The row without gradient, if there is one.</summary>
    public int? PaddingIndex { get; }

    /// <summary>The vectors of a batch of token sequences.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token id outside the table.</exception>
    public SequenceTensor Forward(SequenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ModuleSignals signals = Watcher?.Signals(this) ?? ModuleSignals.None;
        if (signals.HasFlag(ModuleSignals.Tokens)) Watcher!.OnTokens(this, batch);
        Tensor vectors = Ops.Embedding(Weight, batch.Ids, batch.IdArray, PaddingIndex);
        return new SequenceTensor(batch.Layout, Observed(vectors, batch.Layout, signals));
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Weight.Shape[0]}, {Weight.Shape[1]}{(PaddingIndex is { } row ? $", paddingIndex: {row}" : "")}";
}
