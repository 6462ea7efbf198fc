namespace Unfold.Nn;

/// <summary>Attention whose scores are products with a query: s_t = q · x_t, or q · x_t / √F where scaled.</summary>
/// <remarks>
/// Shapes: x packed <c>[N, F]</c> → context <c>[B, F]</c>. The query is the text's own last real step, or a learnt vector
/// <see cref="Query"/> <c>[F]</c>, the same for all texts, or is given. Init of a learnt one: U(±1/√F). Source: M. Luong, H. Pham, C. Manning,
/// "Effective Approaches to Attention-based Neural Machine Translation", 2015, the score "dot"; scaled: A. Vaswani et al., "Attention Is All You Need", 2017, equation 1.
/// </remarks>
public sealed class DotProductAttention : Attention
{
    /// <summary>The query is the last real step of each text; there is nothing to learn.</summary>
    /// <param name="scaled">Whether scores are divided by √F. <value>Default: no.</value></param>
    public DotProductAttention(bool scaled = false) => Scaled = scaled;

    /// <summary>The query is learnt.</summary>
    /// <param name="features">F.</param>
    /// <param name="rng">Where its first value comes from.</param>
    /// <param name="scaled">Whether scores are divided by √F. <value>Default: no.</value></param>
    public DotProductAttention(int features, Rng rng, bool scaled = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        Scaled = scaled;
        Query = Register("query", Init.Uniform(rng, 1 / Math.Sqrt(features), new Shape(features)));
    }

    /// <summary>Whether scores are divided by √F.</summary>
    public bool Scaled { get; }

    /// <summary>[F], or null where each text's last step is the query.</summary>
    public Parameter? Query { get; }

    /// <summary>Weighs the steps of every text by a query of its own, such as the final state of both directions.</summary>
    /// <param name="x">Packed [N, F].</param>
    /// <param name="query">[B, F], in the caller's order.</param>
    /// <exception cref="ShapeException">There is not one query of F features a text.</exception>
    public AttentionResult Forward(SequenceTensor x, Tensor query)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Weigh(x, Ops.SequenceDot(x, query, Factor(x.Features)));
    }

    /// <inheritdoc/>
    protected override SequenceTensor Scores(SequenceTensor x)
    {
        if (Query is null) return Ops.SequenceDot(x, Ops.ReadOut(x, ReadOut.Last), Factor(x.Features));
        Tensor scores = Ops.Linear(x.Values, Ops.Reshape(Query.Value, new Shape(1, Query.Shape[0])), bias: null);
        return new SequenceTensor(x.Layout, Scaled ? Ops.Scale(scores, Factor(x.Features)) : scores);
    }

    /// <inheritdoc/>
    protected override string Describe() => string.Join(", ", (string[])[.. Query is null ? (string[])[] : [$"{Query.Shape[0]}"], .. Scaled ? (string[])["scaled"] : []]);

    double Factor(int features) => Scaled ? 1 / Math.Sqrt(features) : 1;
}
