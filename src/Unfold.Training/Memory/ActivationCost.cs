namespace Unfold.Training;

/// <summary>The bytes that a step takes of its arena, by the size of its batch.</summary>
/// <param name="Fixed">Whatever the batch.</param>
/// <param name="PerToken">For each token.</param>
/// <param name="PerText">For each text.</param>
/// <param name="PerStep">For each token of the longest text.</param>
readonly record struct ActivationCost(double Fixed, double PerToken, double PerText, double PerStep)
{
    /// <summary>The bytes of a batch.</summary>
    public long Of(BatchExtent batch) => (long)(Fixed + (PerToken * batch.Tokens) + (PerText * batch.Texts) + (PerStep * batch.Steps));

    /// <summary>The cost that gives what was measured of batches of full rectangles: <paramref name="bytes"/> of texts times steps.</summary>
    /// <param name="texts">Texts of a batch; there are ones of twice as many.</param>
    /// <param name="steps">Steps of a batch; there are ones of twice as many.</param>
    /// <param name="bytes">What a batch of so many texts and steps takes.</param>
    public static ActivationCost Fit(int texts, int steps, Func<int, int, long> bytes)
    {
        (double small, double longer, double more, double both) = (bytes(texts, steps), bytes(texts, 2 * steps), bytes(2 * texts, steps), bytes(2 * texts, 2 * steps));
        double perToken = (both - longer - more + small) / ((double)texts * steps);
        double perText = ((more - small) / texts) - (perToken * steps), perStep = ((longer - small) / steps) - (perToken * texts);
        return new ActivationCost(small - (perToken * texts * steps) - (perText * texts) - (perStep * steps), perToken, perText, perStep);
    }
}
