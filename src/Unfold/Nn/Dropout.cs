namespace Unfold.Nn;

/// <summary>Sets elements to zero at random while training, and scales the others up so that the mean stays.</summary>
/// <remarks>
/// Off under <see cref="Tape.NoGrad{TResult}(Func{TResult})"/> and after <see cref="Module.Eval"/>.
/// Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15, 2014.
/// </remarks>
public sealed class Dropout : Layer
{
    readonly Rng _rng;

    /// <summary>A dropout layer.</summary>
    /// <param name="probability">The share of elements set to zero, in 0..1 (1 excluded).</param>
    /// <param name="rng">Where the coins come from.</param>
    public Dropout(double probability, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (probability is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Dropout: expected a probability of at least 0 and below 1.");
        }
        (Probability, _rng) = (probability, rng);
    }

    /// <summary>The share of elements set to zero.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Training && Tape.IsRecording ? Ops.Dropout(x, Probability, _rng) : x;

    /// <inheritdoc/>
    protected internal override Rng? Stream => _rng;

    /// <inheritdoc/>
    protected override string Describe() => $"{Probability}";
}
