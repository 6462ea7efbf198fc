namespace Unfold.Nn;

/// <summary>A linear-chain conditional random field: tags of a sentence are scored together, each with the one before it.</summary>
/// <remarks>
/// Score of the tags y_1 … y_T of a sentence with emissions e: s(y) = start[y_1] + Σ_t e_t[y_t] + Σ_(t&gt;1) A[y_(t−1), y_t] + end[y_T];
/// p(y) = exp s(y) / Σ_y' exp s(y'). Shapes: emissions packed <c>[N, Tags]</c>; <see cref="Transitions"/> <c>[Tags, Tags]</c>, from row to
/// column; <see cref="Start"/>, <see cref="End"/> <c>[Tags]</c>. Init: U(±0.1).
/// Source: J. Lafferty, A. McCallum, F. Pereira, "Conditional Random Fields", 2001; names and init as pytorch-crf 0.7.2 has them.
/// </remarks>
public sealed class LinearChainCrf : Module
{
    /// <summary>A field with fresh weights.</summary>
    /// <param name="tags">Tags to choose from, at least 1.</param>
    /// <param name="rng">Where the initial weights come from.</param>
    public LinearChainCrf(int tags, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tags);
        ArgumentNullException.ThrowIfNull(rng);
        Start = Register("start_transitions", Init.Uniform(rng, 0.1, new Shape(tags)));
        End = Register("end_transitions", Init.Uniform(rng, 0.1, new Shape(tags)));
        Transitions = Register("transitions", Init.Uniform(rng, 0.1, new Shape(tags, tags)));
    }

    /// <summary>[Tags]: the score of beginning with a tag.</summary>
    public Parameter Start { get; }

    /// <summary>[Tags]: the score of ending with a tag.</summary>
    public Parameter End { get; }

    /// <summary>[Tags, Tags]: the score of going from the row's tag to the column's.</summary>
    public Parameter Transitions { get; }

    /// <summary>Tags to choose from.</summary>
    public int Tags => Start.Shape.Length;

    /// <summary>−ln p of the right tags, summed over the sentences and divided by the words: a loss that compares with cross-entropy's.</summary>
    /// <param name="emissions">[N, Tags], packed.</param>
    /// <param name="tags">[N] the right tags, packed as the emissions are.</param>
    /// <exception cref="ShapeException">The emissions have another width, or there is not a tag for each row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A tag outside 0..Tags−1.</exception>
    public Tensor Loss(SequenceTensor emissions, ReadOnlySpan<int> tags)
    {
        Check(emissions);
        if (tags.Length != emissions.Layout.TotalSteps || tags.IsEmpty)
            throw new ShapeException($"LinearChainCrf: expected a tag for each of the {emissions.Layout.TotalSteps} rows, at least one, got {tags.Length}. Pack the tags as the emissions are.");
        foreach (int tag in tags)
        {
            if ((uint)tag >= (uint)Tags) throw new ArgumentOutOfRangeException(nameof(tags), tag, $"LinearChainCrf: expected tags in 0..{Tags - 1}.");
        }
        return emissions.Values.DType == DType.Float32 ? CrfLoss<float>.Apply(this, emissions, tags) : CrfLoss<double>.Apply(this, emissions, tags);
    }

    /// <summary>The best tags of every sentence: Viterbi's path; of equal ones the lower tag.</summary>
    /// <param name="emissions">[N, Tags], packed.</param>
    /// <returns>[N], packed as the emissions are.</returns>
    /// <exception cref="ShapeException">The emissions have another width.</exception>
    public int[] Decode(SequenceTensor emissions)
    {
        Check(emissions);
        return CrfPath.Best(emissions.Layout, emissions.Values.ToDoubles(), Start.Value.ToDoubles(), Transitions.Value.ToDoubles(), End.Value.ToDoubles());
    }

    /// <inheritdoc/>
    protected override string Describe() => $"{Tags}";

    void Check(SequenceTensor emissions)
    {
        ArgumentNullException.ThrowIfNull(emissions);
        if (emissions.Values.Shape.Rank != 2 || emissions.Values.Shape[1] != Tags)
            throw new ShapeException($"LinearChainCrf: expected emissions [N, {Tags}], got {emissions.Values.Shape}. Give the layer before it as many outputs as there are tags.");
    }
}
