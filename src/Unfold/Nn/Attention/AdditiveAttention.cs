namespace Unfold.Nn;

/// <summary>Attention whose scores are learnt by a small network: s_t = v · tanh(W · x_t + b).</summary>
/// <remarks>
/// Shapes: x packed <c>[N, Features]</c> → context <c>[B, Features]</c>; <c>projection.weight</c> <c>[Hidden, Features]</c>,
/// <c>projection.bias</c> <c>[Hidden]</c>, <c>score.weight</c> <c>[1, Hidden]</c>. Init: as <see cref="Linear"/>. Source: D. Bahdanau, K. Cho, Y. Bengio,
/// "Neural Machine Translation by Jointly Learning to Align and Translate", 2015; without a query, as for whole texts
/// Z. Yang et al., "Hierarchical Attention Networks for Document Classification", 2016, equations 5 to 7.
/// </remarks>
public sealed class AdditiveAttention : Attention
{
    /// <summary>A layer with fresh weights.</summary>
    /// <param name="features">Features of a step, at least 1.</param>
    /// <param name="hidden">Units of the small network, at least 1.</param>
    /// <param name="rng">Where the initial weights come from.</param>
    public AdditiveAttention(int features, int hidden, Rng rng)
    {
        Projection = Register("projection", new Linear(features, hidden, rng));
        Score = Register("score", new Linear(hidden, 1, rng, bias: false));
    }

    /// <summary>W and b.</summary>
    public Linear Projection { get; }

    /// <summary>v.</summary>
    public Linear Score { get; }

    /// <inheritdoc/>
    protected override SequenceTensor Scores(SequenceTensor x)
    {
        SequenceTensor projected = Projection.Forward(x);
        return Score.Forward(new SequenceTensor(x.Layout, Ops.Tanh(projected.Values)));
    }

    /// <inheritdoc/>
    protected override string Describe() => $"{Projection.Weight.Shape[1]}, {Projection.Weight.Shape[0]}";
}
