namespace Unfold.Text;

/// <summary>
/// A task that needs a long memory and nothing else: a text starts with the words <c>left</c> and <c>right</c> in either
/// order, then come as many meaningless words as the lag says; the label is the word that came first.
/// </summary>
/// <remarks>
/// Both classes have the same words, so a bag of words knows nothing. A recurrent model that reads its state at the last
/// word must carry one bit over the whole lag. After S. Hochreiter and J. Schmidhuber, "Long Short-Term Memory", Neural
/// Computation 9, 1997, section 5.2, where the first symbol of a long sequence says what the last one is.
/// </remarks>
public static class LongMemory
{
    static readonly string[] Noise = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

    /// <summary>The two labels.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["left", "right"];

    /// <summary>Makes texts of <paramref name="lag"/> + 2 words, as many of either class.</summary>
    /// <param name="count">How many.</param>
    /// <param name="lag">Words between the two that matter and the end; 0 or more.</param>
    /// <param name="rng">Where the meaningless words and the order of the texts come from.</param>
    public static Corpus Generate(int count, int lag, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(lag);
        ArgumentNullException.ThrowIfNull(rng);
        var rows = new LabelledText[count];
        for (int i = 0; i < count; i++)
        {
            (string first, string second) = i % 2 == 0 ? ("left", "right") : ("right", "left");
            string noise = string.Concat(Enumerable.Range(0, lag).Select(_ => $" {Noise[rng.Next(Noise.Length)]}"));
            rows[i] = new LabelledText($"{first} {second}{noise}", first);
        }
        rng.Shuffle<LabelledText>(rows);
        return new Corpus(rows, $"generated long-memory texts, lag {lag}");
    }
}
