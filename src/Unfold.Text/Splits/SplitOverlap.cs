namespace Unfold.Text;

/// <summary>How many held-out texts stand word for word in the training part as well.</summary>
/// <param name="Repeated">Held-out rows whose text is also a training text.</param>
/// <param name="Total">Held-out rows.</param>
/// <param name="ByLabel">The same for each label.</param>
public sealed record SplitOverlap(int Repeated, int Total, IReadOnlyDictionary<string, (int Repeated, int Total)> ByLabel)
{
    /// <summary>Counts the overlap of two parts.</summary>
    public static SplitOverlap Measure(Corpus train, Corpus test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        var known = new TextIndex(train);
        var byLabel = new SortedDictionary<string, (int Repeated, int Total)>(StringComparer.Ordinal);
        int repeated = 0;
        foreach (var row in test.Rows)
        {
            int hit = known.Find(row.Text) >= 0 ? 1 : 0;
            repeated += hit;
            var (before, total) = byLabel.GetValueOrDefault(row.Label);
            byLabel[row.Label] = (before + hit, total + 1);
        }
        return new SplitOverlap(repeated, test.Count, byLabel);
    }

    /// <summary>One sentence that says how many.</summary>
    public override string ToString() => Repeated == 0
        ? $"None of {Total} held-out texts occurs in the training part."
        : $"{Repeated} of {Total} held-out texts occur word for word in the training part: scores on them measure memory. Split by groups to avoid it.";
}
