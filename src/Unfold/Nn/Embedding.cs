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

    /// <summary>How many rows are frozen.</summary>
    public int FrozenCount => Weight.FrozenRows?.Count(frozen => frozen) ?? 0;

    /// <summary>Takes over given vectors, such as ones learnt elsewhere; the other rows stay as they are.</summary>
    /// <param name="vectors">A vector of the table's width for each row that has one.</param>
    /// <param name="freeze">Whether those rows stay as they are from now on; see <see cref="Freeze"/>. <value>Default: they are trained on.</value></param>
    /// <exception cref="ArgumentException">A row outside the table, or a vector of another width; nothing is taken over then.</exception>
    public void Load(IReadOnlyDictionary<int, float[]> vectors, bool freeze = false)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        int width = Weight.Shape[1];
        foreach ((int row, float[] vector) in vectors)
        {
            CheckRow(row);
            if (vector.Length != width)
            {
                throw new ArgumentException($"Embedding.Load: expected vectors of {width} numbers, got {vector.Length} for row {row}. Make the embedding as wide as the vectors.", nameof(vectors));
            }
        }
        Tensor table = Weight.Value;
        foreach ((int row, float[] vector) in vectors)
        {
            for (int i = 0; i < width; i++)
            {
                if (table.DType == DType.Float32) table.Span<float>()[(row * width) + i] = vector[i];
                else table.Span<double>()[(row * width) + i] = vector[i];
            }
        }
        if (freeze) Freeze(vectors.Keys);
    }

    /// <summary>
    /// Keeps rows as they are from now on: they get no gradient, and neither momentum nor weight decay moves them. The whole table
    /// is frozen by <c>Weight.Trainable = false</c>, which also saves the work. Files do not tell what was frozen.
    /// </summary>
    /// <exception cref="ArgumentException">A row outside the table.</exception>
    public void Freeze(IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int[] all = [.. rows];
        foreach (int row in all) CheckRow(row);
        Weight.PendingRows?.CatchUpAll();
        bool[] frozen = Weight.FrozenRows ??= new bool[Weight.Shape[0]];
        foreach (int row in all) frozen[row] = true;
    }

    /// <summary>Lets all rows be trained again.</summary>
    public void Unfreeze()
    {
        Weight.PendingRows?.CatchUpAll();
        Weight.FrozenRows = null;
    }

    /// <summary>Whether a row stays as it is.</summary>
    public bool IsFrozen(int row) => Weight.FrozenRows?[row] == true;

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

    void CheckRow(int row)
    {
        if ((uint)row >= (uint)Weight.Shape[0]) throw new ArgumentException($"Embedding: expected rows in 0..{Weight.Shape[0] - 1}, got {row}. Was the vocabulary another one?", nameof(row));
    }
}
