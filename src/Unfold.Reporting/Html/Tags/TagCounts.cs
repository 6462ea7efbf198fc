namespace Unfold.Reporting;

/// <summary>Counts of right tags against answered ones, and what follows from them.</summary>
sealed class TagCounts
{
    readonly IReadOnlyList<IReadOnlyList<long>> _counts;

    TagCounts(IReadOnlyList<IReadOnlyList<long>> counts, IReadOnlyList<string> names) => (_counts, Names) = (counts, names);

    /// <summary>The tags, in the order of their numbers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The tags from the most frequent to the rarest.</summary>
    public int[] Order => [.. Enumerable.Range(0, Names.Count).OrderByDescending(Words).ThenBy(tag => tag)];

    /// <summary>Pairs of a right tag and another one answered in its place, the most frequent first.</summary>
    public IEnumerable<(int Right, int Answer, long Count)> Mistakes =>
        from right in Enumerable.Range(0, Names.Count)
        from answer in Enumerable.Range(0, Names.Count)
        where right != answer && _counts[right][answer] > 0
        orderby _counts[right][answer] descending, right, answer
        select (right, answer, _counts[right][answer]);

    /// <summary>Words with one tag that were answered with another.</summary>
    public long this[int right, int answer] => _counts[right][answer];

    /// <summary>Nothing where there are no counts, or not one row and column a tag.</summary>
    public static TagCounts? Of(IReadOnlyList<IReadOnlyList<long>>? counts, IReadOnlyList<string> names) =>
        counts is { Count: > 0 } && counts.Count == names.Count && counts.All(row => row.Count == names.Count) ? new(counts, names) : null;

    /// <summary>How many words have a tag.</summary>
    public long Words(int tag) => _counts[tag].Sum();

    /// <summary>How many words were answered with it.</summary>
    public long Answers(int tag) => _counts.Sum(row => row[tag]);

    /// <summary>Share of its words that got it; not a number where it has none.</summary>
    public double Recall(int tag) => Words(tag) is > 0 and var words ? (double)_counts[tag][tag] / words : double.NaN;

    /// <summary>Share of its answers that are right; not a number where there is none.</summary>
    public double Precision(int tag) => Answers(tag) is > 0 and var answers ? (double)_counts[tag][tag] / answers : double.NaN;

    /// <summary>Harmonic mean of both: 2 · right / (words + answers).</summary>
    public double F1(int tag) => Words(tag) + Answers(tag) is > 0 and var both ? 2.0 * _counts[tag][tag] / both : double.NaN;
}
