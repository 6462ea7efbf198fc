namespace Unfold.Text;

/// <summary>A look inside a corpus: rows, classes, lengths, a few rows.</summary>
public sealed record CorpusSummary
{
    /// <summary>Rows.</summary>
    public int Rows { get; init; }

    /// <summary>Texts without any token.</summary>
    public int EmptyTexts { get; init; }

    /// <summary>Rows whose text repeats the text of a row before.</summary>
    public int RepeatedTexts { get; init; }

    /// <summary>How many rows each label has, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Labels { get; init; } = [];

    /// <summary>The mean number of tokens.</summary>
    public double MeanLength { get; init; }

    /// <summary>Half of the texts have at most so many tokens.</summary>
    public int MedianLength { get; init; }

    /// <summary>95 % of the texts have at most so many tokens.</summary>
    public int Length95 { get; init; }

    /// <summary>The most tokens of a text.</summary>
    public int LongestLength { get; init; }

    /// <summary>Different tokens.</summary>
    public int Types { get; init; }

    /// <summary>A few rows, spread evenly over the corpus.</summary>
    public IReadOnlyList<LabelledText> Sample { get; init; } = [];

    /// <summary>Looks through a corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="tokenizer">Cuts its texts.</param>
    /// <param name="sample">How many rows to show.</param>
    /// <param name="cancellation">Looked at before each text.</param>
    public static CorpusSummary Of(Corpus corpus, ITokenizer tokenizer, int sample = 5, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var builder = new VocabularyBuilder(tokenizer);
        int[] lengths = new int[corpus.Count];
        for (int i = 0; i < lengths.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            long before = builder.TokenCount;
            builder.Add(corpus.Text(i));
            lengths[i] = (int)(builder.TokenCount - before);
        }
        Array.Sort(lengths);
        int shown = Math.Min(sample, corpus.Count);
        return new CorpusSummary
        {
            Rows = corpus.Count,
            EmptyTexts = lengths.Count(static length => length == 0),
            RepeatedTexts = new TextIndex(corpus, cancellation).FirstRows(cancellation).Index().Count(static row => row.Item != row.Index),
            Labels = [.. corpus.Rows.CountBy(static row => row.Label, StringComparer.Ordinal).OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal)],
            MeanLength = lengths.Length == 0 ? 0 : (double)builder.TokenCount / lengths.Length,
            MedianLength = Quantile(lengths, 0.5),
            Length95 = Quantile(lengths, 0.95),
            LongestLength = lengths.Length == 0 ? 0 : lengths[^1],
            Types = builder.TypeCount,
            Sample = [.. Enumerable.Range(0, shown).Select(i => corpus.Rows[(int)((long)i * corpus.Count / shown)])],
        };
    }

    /// <summary>The smallest length that this share of the texts does not exceed.</summary>
    static int Quantile(int[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
