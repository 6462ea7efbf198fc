namespace Unfold.Nn;

/// <summary>Sets features of a text to zero at random while training, the same ones at every step, and scales the others up so that the mean stays.</summary>
/// <remarks>
/// Shapes: x packed <c>[N, F]</c> → y alike; one coin for each text and feature. Behind an embedding it is what Keras calls
/// SpatialDropout1D. Off under <see cref="Tape.NoGrad{TResult}(Func{TResult})"/> and after <see cref="Module.Eval"/>.
/// Source: Y. Gal, Z. Ghahramani, "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks", 2016.
/// </remarks>
public sealed class VariationalDropout : SequenceLayer
{
    readonly Rng _rng;

    /// <summary>A dropout layer.</summary>
    /// <param name="probability">The share of features set to zero, in 0..1 (1 excluded).</param>
    /// <param name="rng">Where the coins come from.</param>
    public VariationalDropout(double probability, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (probability is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "VariationalDropout: expected a probability of at least 0 and below 1.");
        }
        (Probability, _rng) = (probability, rng);
    }

    /// <summary>The share of features set to zero.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    protected override SequenceTensor Compute(SequenceTensor x) => Training && Tape.IsRecording ? Ops.VariationalDropout(x, Probability, _rng) : x;

    /// <inheritdoc/>
    protected internal override Rng? Stream => _rng;

    /// <inheritdoc/>
    protected override string Describe() => $"{Probability}";
}
