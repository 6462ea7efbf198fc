namespace Unfold.Nn;

/// <summary>Replaces words by another one at random while training, so that a model does not lean on single words.</summary>
/// <remarks>
/// The replacement is the id of the unknown word, whose vector is then trained on many contexts, or the embedding's padding id, whose
/// vector is zero. Off under <see cref="Tape.NoGrad{TResult}(Func{TResult})"/> and after <see cref="Module.Eval"/>. Source: M. Iyyer et al., "Deep Unordered Composition
/// Rivals Syntactic Methods for Text Classification", 2015; by types: Y. Gal, Z. Ghahramani, 2016, section 4.2.
/// </remarks>
public sealed class WordDropout : Module
{
    readonly Rng _rng;
    readonly int _replacement;
    readonly bool _byType;

    /// <summary>A dropout of words.</summary>
    /// <param name="probability">The share of words replaced, in 0..1 (1 excluded).</param>
    /// <param name="rng">Where the coins come from.</param>
    /// <param name="replacement">The id that stands in their place.</param>
    /// <param name="byType">One coin for each different word of a batch, all its places together, instead of one for each place. <value>Default: each place.</value></param>
    public WordDropout(double probability, Rng rng, int replacement, bool byType = false)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegative(replacement);
        if (probability is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "WordDropout: expected a probability of at least 0 and below 1.");
        }
        (Probability, _rng, _replacement, _byType) = (probability, rng, replacement, byType);
    }

    /// <summary>The share of words replaced.</summary>
    public double Probability { get; }

    /// <summary>The batch with some words replaced; the batch itself where dropout is off.</summary>
    public SequenceBatch Forward(SequenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!Training || !Tape.IsRecording || Probability == 0) return batch;
        int[] ids = batch.Ids.ToArray();
        var coins = new Dictionary<int, bool>();
        SequenceLayout layout = batch.Layout;
        for (int i = 0; i < layout.Count; i++)
        {
            for (int t = 0; t < layout.Lengths[i]; t++) // text by text: the coins do not depend on how texts are packed
            {
                ref int id = ref ids[layout.Row(i, t)];
                if (!_byType) id = Falls() ? _replacement : id;
                else
                {
                    if (!coins.TryGetValue(id, out bool falls)) coins.Add(id, falls = Falls());
                    if (falls) id = _replacement;
                }
            }
        }
        return batch.With(ids);
    }

    /// <inheritdoc/>
    protected internal override Rng? Stream => _rng;

    /// <inheritdoc/>
    protected override string Describe() => $"{Probability}{(_byType ? ", by type" : "")}";

    bool Falls() => _rng.NextDouble() < Probability;
}
