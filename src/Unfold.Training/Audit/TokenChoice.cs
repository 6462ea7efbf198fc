using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Finds the word whose presence alone answers best.</summary>
static class TokenChoice
{
    /// <summary>Counts that are kept at most; with more words times classes the question is not asked.</summary>
    const long MostCounts = 1 << 26;

    /// <summary>The best word; nothing where none does better than the most frequent class.</summary>
    public static AuditToken? Best(EncodedCorpus training, EncodedCorpus validation, Vocabulary vocabulary, LabelSet labels, CancellationToken cancellation)
    {
        int words = vocabulary.Count, classes = labels.Count;
        if ((long)words * classes > MostCounts || training.Count == 0) return null;
        int[] present = Presence(training, words, classes, cancellation);
        long[] totals = ClassBalance.Counts(training.Labels, classes);
        long majority = totals.Max(), best = majority;
        (int Word, int With, int Without) choice = (-1, 0, 0);
        for (int word = vocabulary.SpecialCount; word < words; word++)
        {
            ReadOnlySpan<int> with = present.AsSpan(word * classes, classes);
            (int answerWith, int answerWithout) = (0, 0);
            for (int c = 1; c < classes; c++)
            {
                if (with[c] > with[answerWith]) answerWith = c;
                if (totals[c] - with[c] > totals[answerWithout] - with[answerWithout]) answerWithout = c;
            }
            long right = with[answerWith] + totals[answerWithout] - with[answerWithout];
            if (right > best) (best, choice) = (right, (word, answerWith, answerWithout));
        }
        if (choice.Word < 0) return null;
        int[] held = Presence(validation, words, classes, cancellation);
        long[] heldTotals = ClassBalance.Counts(validation.Labels, classes);
        int at = choice.Word * classes;
        return new AuditToken
        {
            Token = vocabulary[choice.Word],
            Class = labels.Names[choice.With],
            Otherwise = labels.Names[choice.Without],
            Texts = present.AsSpan(at, classes).ToArray().Sum(),
            TrainAccuracy = (double)best / training.Count,
            ValidationAccuracy = (double)(held[at + choice.With] + heldTotals[choice.Without] - held[at + choice.Without]) / validation.Count,
            MajorityAccuracy = (double)majority / training.Count,
        };
    }

    /// <summary>[words, classes] texts of each class that a word stands in.</summary>
    static int[] Presence(EncodedCorpus rows, int words, int classes, CancellationToken cancellation)
    {
        var present = new int[words * classes];
        int[] lastRow = new int[words], ids = new int[rows.MaxLength];
        foreach (int row in rows.ReadingOrder)
        {
            cancellation.ThrowIfCancellationRequested();
            int label = rows.Labels[row];
            foreach (int id in ids.AsSpan(0, rows.CopyTo(row, ids)))
            {
                if (lastRow[id] == row + 1) continue;
                lastRow[id] = row + 1;
                present[(id * classes) + label]++;
            }
        }
        return present;
    }
}
