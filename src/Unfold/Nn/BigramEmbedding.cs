namespace Unfold.Nn;

/// <summary>A learnt vector for every pair of neighbouring tokens, in a table of fixed size: pairs that hash to the same row share it.</summary>
/// <remarks>
/// What a pair means ("not good") needs no room in the state where it comes in as a vector of its own. The row of the pair (a, b) is
/// 1 + mix(a · 2³² + b) mod (Rows − 1), where mix is the finalizer of SplitMix64 (G. Steele, D. Lea, C. Flood, 2014); a sequence's first token has the pair (−1, b). Row 0 is that
/// of pairs whose second token is padding: zeros, without a gradient. Shapes: ids packed [N] → <c>[N, Width]</c>; <see cref="Weight"/> <c>[Rows, Width]</c>, whose
/// gradient is row-sparse. Init: N(0, 1) times a deviation of one's own. Source: A. Joulin et al., "Bag of Tricks for Efficient Text Classification", 2017, section 2.2 (the hashing trick for
/// bigrams); K. Weinberger et al., 2009.
/// </remarks>
public sealed class BigramEmbedding : Module
{
    readonly int? _paddingIndex;

    /// <summary>A table with fresh vectors.</summary>
    /// <param name="rows">Rows, at least 2: a few times as many as there are frequent pairs keep them apart.</param>
    /// <param name="width">Columns: the size of a vector.</param>
    /// <param name="rng">Where the initial vectors come from.</param>
    /// <param name="paddingIndex">The token that stands for nothing. <value>Default: none.</value></param>
    /// <param name="deviation">Standard deviation of the initial vectors; 0 begins with zeros. <value>Default: 1.</value></param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two rows, a width below 1, or a negative deviation.</exception>
    public BigramEmbedding(int rows, int width, Rng rng, int? paddingIndex = null, double deviation = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        _paddingIndex = paddingIndex;
        Tensor table = Init.Normal(rng, deviation, new Shape(rows, width));
        table.Span<float>()[..width].Clear();
        Weight = Register("weight", table);
    }

    /// <summary>[Rows, Width].</summary>
    public Parameter Weight { get; }

    /// <summary>The vectors of a batch's pairs.</summary>
    public SequenceTensor Forward(SequenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int[] rows = RowsOf(batch);
        return new SequenceTensor(batch.Layout, Ops.Embedding(Weight, rows, rows, 0));
    }

    /// <summary>The row of a pair: of its first token, −1 where there is none, and its second one.</summary>
    public int RowOf(int before, int token)
    {
        if (token == _paddingIndex) return 0;
        ulong pair = ((ulong)(uint)before << 32) | (uint)token;
        pair = (pair ^ (pair >> 30)) * 0xBF58476D1CE4E5B9;
        pair = (pair ^ (pair >> 27)) * 0x94D049BB133111EB;
        return 1 + (int)((pair ^ (pair >> 31)) % (ulong)(Weight.Shape[0] - 1));
    }

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[0]}, {Weight.Shape[1]}";

    /// <summary>The row of every packed token, as <see cref="SequenceBatch.Ids"/> has them.</summary>
    public int[] RowsOf(SequenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ReadOnlySpan<int> ids = batch.Ids, offsets = batch.Layout.StepOffsets, active = batch.Layout.ActiveCounts;
        var rows = new int[ids.Length];
        for (int step = 0; step < batch.Layout.MaxLength; step++)
        {
            for (int sequence = 0; sequence < active[step]; sequence++)
                rows[offsets[step] + sequence] = RowOf(step == 0 ? -1 : ids[offsets[step - 1] + sequence], ids[offsets[step] + sequence]);
        }
        return rows;
    }
}
