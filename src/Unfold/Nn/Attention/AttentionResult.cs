namespace Unfold.Nn;

/// <summary>What an <see cref="Attention"/> gives: one vector a text, and how much of each step went into it.</summary>
/// <param name="Context">[B, F] in the caller's order: Σ α_t · x_t; zeros for an empty text.</param>
/// <param name="Weights">Packed [N, 1]: α_t, at least 0, which add up to 1 in every text. Can be read until the step ends.</param>
public sealed record AttentionResult(Tensor Context, SequenceTensor Weights)
{
    /// <summary>The weights of one text's steps, in their order; a copy.</summary>
    /// <param name="text">The text's place in the batch, as the caller gave it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such text.</exception>
    public double[] WeightsOf(int text)
    {
        SequenceLayout layout = Weights.Layout;
        if (text < 0 || text >= layout.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(text), text, $"AttentionResult: expected a text in 0..{layout.Count - 1}.");
        }
        double[] all = Weights.Values.ToDoubles(), own = new double[layout.Lengths[text]];
        for (int t = 0; t < own.Length; t++) own[t] = all[layout.Row(text, t)];
        return own;
    }
}
