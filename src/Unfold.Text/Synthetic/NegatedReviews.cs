namespace Unfold.Text;

/// <summary>
/// Short reviews made from templates, <c>positive</c> or <c>negative</c>, in which negation and the order of words decide:
/// <c>the soup was not at all good</c>, <c>the film was good , not bad at all</c>, <c>people said the cake was good , but it was not good at all</c>.
/// </summary>
/// <remarks>
/// Every opinion is stated plainly or by the negation of its opposite, either with the same chance, so neither a single word nor
/// the number of negations tells the class: a bag of words is right in about half of the cases.
/// </remarks>
public static class NegatedReviews
{
    static readonly string[] Things =
        ["film", "book", "soup", "room", "staff", "music", "ending", "service", "coffee", "garden", "story", "hotel", "show", "cake", "trip", "view"];

    static readonly string[] Good = ["good", "great", "lovely", "charming", "brilliant", "pleasant", "superb", "wonderful"];
    static readonly string[] Bad = ["bad", "awful", "dull", "boring", "terrible", "poor", "dreadful", "horrible"];
    static readonly string[] Stress = ["", "really ", "that ", "so "];

    /// <summary>The two labels.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["negative", "positive"];

    /// <summary>Makes reviews, no two the same, as many of either class.</summary>
    /// <param name="count">How many; at most 100000.</param>
    /// <param name="rng">Where everything comes from.</param>
    public static Corpus Generate(int count, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100_000);
        ArgumentNullException.ThrowIfNull(rng);
        var rows = new List<LabelledText>(count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Count < count)
        {
            bool positive = rows.Count % 2 == 0;
            string text = Sentence(positive, rng);
            if (seen.Add(text)) rows.Add(new LabelledText(text, positive ? "positive" : "negative"));
        }
        LabelledText[] shuffled = [.. rows];
        rng.Shuffle<LabelledText>(shuffled);
        return new Corpus(shuffled, "generated reviews");
    }

    static string Sentence(bool positive, Rng rng)
    {
        string thing = Pick(Things, rng);
        return rng.Next(4) switch
        {
            0 => $"the {thing} was {Opinion(positive, rng)} , {Opinion(positive, rng)}",
            1 => $"people said the {thing} was {Opinion(!positive, rng)} , but it was {Opinion(positive, rng)}",
            2 => $"the {thing} was {Opinion(positive, rng)} , even if my friends found it {Opinion(!positive, rng)}",
            _ => $"i think the {thing} and the {Pick(Things, rng)} were {Opinion(positive, rng)}",
        };
    }

    /// <summary>"really good", or "not bad at all" for the same.</summary>
    static string Opinion(bool positive, Rng rng)
    {
        bool negated = rng.Next(2) == 1;
        string word = Pick(positive != negated ? Good : Bad, rng);
        if (!negated) return Pick(Stress, rng) + word;
        return rng.Next(3) switch
        {
            0 => $"not {word} at all",
            1 => $"not at all {word}",
            _ => $"not {Pick(Stress, rng)}{word}",
        };
    }

    static string Pick(string[] words, Rng rng) => words[rng.Next(words.Length)];
}
