using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Looks at texts and labels before any training: what repeats, what contradicts itself, what is cut off or unknown.</summary>
/// <remarks>The result does not depend on how many cores looked.</remarks>
public static class DataAudit
{
    const int MostBins = 64;
    const int MostWords = 10;

    /// <summary>Audits the rows of a loop of one's own; the result belongs into <see cref="DataDocument.Audit"/>.</summary>
    /// <param name="rows">The texts and labels.</param>
    /// <param name="tokenizer">Cuts the texts.</param>
    /// <param name="vocabulary">Numbers their tokens.</param>
    /// <param name="labels">Numbers their labels.</param>
    /// <param name="encoding">How long sequences may be, and whether they are padded.</param>
    /// <param name="texts">Whether examples keep the beginnings of their texts. <value>Default: true.</value></param>
    /// <param name="cancellation">Ends the audit.</param>
    /// <exception cref="DataException">A label is none of the classes.</exception>
    public static AuditDocument Of(
        TrainingData rows, ITokenizer tokenizer, Vocabulary vocabulary, LabelSet labels, EncodingOptions? encoding = null, bool texts = true, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(labels);
        encoding ??= new EncodingOptions();
        return Of(
            new PreparedData(rows, tokenizer, vocabulary, labels, Encode(rows.Train), Encode(rows.Validation), rows.Test is { } test ? Encode(test) : null),
            encoding, texts, RowSample.All, cancellation);

        EncodedCorpus Encode(Corpus corpus) => EncodedCorpus.Encode(corpus, tokenizer, vocabulary, labels, encoding, cancellation);
    }

    internal static AuditDocument Of(PreparedData data, EncodingOptions encoding, bool texts, RowSample sample, CancellationToken cancellation)
    {
        int[]? trainingRows = sample.Rows(data.Rows.Train, cancellation), validationRows = sample.Rows(data.Rows.Validation, cancellation);
        CorpusPrints training = CorpusPrints.Of(Some(data.Rows.Train, trainingRows), data.Tokenizer, null, cancellation);
        CorpusPrints validation = CorpusPrints.Of(Some(data.Rows.Validation, validationRows), data.Tokenizer, data.Vocabulary, cancellation);
        CorpusPrints? test = data.Rows.Test is { } corpus ? CorpusPrints.Of(sample.Take(corpus, cancellation), data.Tokenizer, null, cancellation) : null;
        CorpusPrints[] parts = test is null ? [training, validation] : [training, validation, test];
        int all = parts.Sum(part => part.Prints.Length);
        var writer = new PairWriter(texts);
        var overlap = new Overlap(training, data.Tokenizer, cancellation);
        (int contradictory, IReadOnlyList<AuditPair> contradictions) = Contradictions.In(parts, writer, cancellation);
        int[] lengths = [.. training.Prints.Concat(validation.Prints).Select(print => print.Tokens)];
        long[] counts = ClassBalance.Counts(data.Train.Labels, data.Labels.Count);
        int[] labels = [.. Labels(data.Train, trainingRows), .. Labels(data.Validation, validationRows)];
        return new AuditDocument
        {
            Sample = all == data.Train.Count + data.Validation.Count + (data.Test?.Count ?? 0) ? null : new AuditSample(training.Prints.Length, validation.Prints.Length, test?.Prints.Length),
            Imbalance = counts.Min() == 0 ? null : (double)counts.Max() / counts.Min(),
            LabelPerplexity = Perplexity(counts),
            Validation = overlap.With(validation, writer, cancellation),
            Test = test is null ? null : overlap.With(test, writer, cancellation),
            TestInValidationShare = test is null ? null : Shared(test, validation),
            RepeatedShare = (double)overlap.Repeated / training.Prints.Length,
            Contradictory = contradictory,
            ContradictoryShare = (double)contradictory / all,
            ContradictoryExamples = contradictions,
            Empty = parts.Sum(part => part.Prints.Count(print => print.Tokens == 0)),
            Lengths = Lengths(lengths),
            Truncation = Truncation(labels, data.Labels.Count, encoding, lengths),
            TrainUnknownShare = data.Train.Counts.UnknownShare,
            ValidationUnknownShare = data.Validation.Counts.UnknownShare,
            UnknownWords = [.. validation.Unknown.Take(MostWords).Select(word => new AuditWord(word.Word, word.Count))],
            BestToken = TokenChoice.Best(data.Train, data.Validation, data.Vocabulary, data.Labels, cancellation),
            MedianPads = encoding.PadToLength is { } length ? Median([.. training.Prints.Select(print => Math.Max(0, length - print.Tokens)).Order()]) : null,
            PaddingShare = encoding.PadToLength is null ? null : (double)data.Train.Counts.Pads / Math.Max(1, data.Train.TotalIds),
        };
    }

    static Corpus Some(Corpus corpus, int[]? rows) => rows is null ? corpus : corpus.Select(rows);

    static int[] Labels(EncodedCorpus corpus, int[]? rows)
    {
        if (rows is null) return corpus.Labels.ToArray();
        int[] labels = [.. rows];
        foreach (ref int label in labels.AsSpan()) label = corpus.Labels[label];
        return labels;
    }

    /// <summary>The share of a part's texts that stand in another part.</summary>
    static double Shared(CorpusPrints part, CorpusPrints other)
    {
        HashSet<UInt128> known = [.. other.Prints.Where(print => print.Tokens > 0).Select(print => print.Key)];
        return (double)part.Prints.Count(print => print.Tokens > 0 && known.Contains(print.Key)) / Math.Max(1, part.Prints.Count(print => print.Tokens > 0));
    }

    static double Perplexity(long[] counts)
    {
        double all = counts.Sum(), entropy = 0;
        foreach (long count in counts)
            entropy -= count == 0 ? 0 : count / all * Math.Log(count / all);
        return Math.Exp(entropy) / counts.Length;
    }

    static AuditLengths Lengths(int[] lengths)
    {
        int[] sorted = [.. lengths.Order()];
        int longest = sorted.Length == 0 ? 0 : sorted[^1];
        int usual = (int)Quantile(sorted, 0.99);
        int width = Math.Max(1, (usual + MostBins - 1) / MostBins);
        var bins = new int[Math.Min(MostBins, longest / width) + 1];
        foreach (int length in sorted) bins[Math.Min(bins.Length - 1, length / width)]++;
        return new AuditLengths { Median = Median(sorted), P10 = Quantile(sorted, 0.1), P90 = Quantile(sorted, 0.9), Max = longest, BinWidth = width, Histogram = bins };
    }

    static AuditTruncation? Truncation(int[] labels, int classes, EncodingOptions encoding, int[] lengths)
    {
        int limit = Math.Min(encoding.MaxLength ?? int.MaxValue, encoding.PadToLength ?? int.MaxValue);
        if (limit == int.MaxValue) return null;
        var (cut, texts) = (new long[classes], new long[classes]);
        (long reaching, long tokens, long lost) = (0, 0, 0);
        for (int i = 0; i < lengths.Length; i++)
        {
            texts[labels[i]]++;
            cut[labels[i]] += lengths[i] > limit ? 1 : 0;
            reaching += lengths[i] >= limit ? 1 : 0;
            tokens += lengths[i];
            lost += Math.Max(0, lengths[i] - limit);
        }
        return new AuditTruncation
        {
            Limit = limit,
            Share = (double)cut.Sum() / lengths.Length,
            ReachingShare = (double)reaching / lengths.Length,
            TokenShare = tokens == 0 ? 0 : (double)lost / tokens,
            ByClass = [.. cut.Zip(texts, (some, of) => of == 0 ? 0 : (double)some / of)],
            Association = Association(cut, texts),
        };
    }

    /// <summary>Cramér's V of being cut and the class: √(χ² / n), as one of the two has two values.</summary>
    static double Association(long[] cut, long[] texts)
    {
        double all = texts.Sum(), share = cut.Sum() / all, square = 0;
        if (share is 0 or 1) return 0;
        for (int c = 0; c < texts.Length; c++)
        {
            double expected = texts[c] * share, off = cut[c] - expected;
            if (texts[c] > 0) square += (off * off / expected) + (off * off / (texts[c] - expected));
        }
        return Math.Sqrt(square / all);
    }

    static double Median(int[] sorted) => Quantile(sorted, 0.5);

    static double Quantile(int[] sorted, double share) => sorted.Length == 0 ? 0 : Distribution.Quantile([.. sorted.Select(value => (double)value)], share);
}
