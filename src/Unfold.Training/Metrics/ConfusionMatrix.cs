namespace Unfold.Training;

/// <summary>Counts of true against answered classes.</summary>
public sealed class ConfusionMatrix
{
    readonly long[] _counts;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="classes">The number of classes.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Classes = classes;
        _counts = new long[classes * classes];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>Examples counted.</summary>
    public long Total { get; private set; }

    /// <summary>Examples of a class that got an answer.</summary>
    public long this[int truth, int answer] => _counts[(truth * Classes) + answer];

    /// <summary>The share of right answers; NaN without examples.</summary>
    public double Accuracy
    {
        get
        {
            long right = 0;
            for (int c = 0; c < Classes; c++) right += this[c, c];
            return (double)right / Total;
        }
    }

    /// <summary>The mean of the classes' F1; a class that neither occurs nor is answered is left out, as scikit-learn does without a label list.</summary>
    public double MacroF1
    {
        get
        {
            (double sum, int present) = (0, 0);
            for (int c = 0; c < Classes; c++)
            {
                if (Truths(c) + Answers(c) == 0) continue;
                sum += F1(c);
                present++;
            }
            return sum / present;
        }
    }

    /// <summary>Counts one example.</summary>
    public void Add(int truth, int answer)
    {
        _counts[(truth * Classes) + answer]++;
        Total++;
    }

    /// <summary>Of the answers for a class, the share that is right; 0 where it was never answered.</summary>
    public double Precision(int of) => Answers(of) == 0 ? 0 : (double)this[of, of] / Answers(of);

    /// <summary>Of the examples of a class, the share that was found; 0 where there are none.</summary>
    public double Recall(int of) => Truths(of) == 0 ? 0 : (double)this[of, of] / Truths(of);

    /// <summary>2 · right / (examples + answers): the harmonic mean of precision and recall; 0 where both are.</summary>
    public double F1(int of) => Truths(of) + Answers(of) == 0 ? 0 : 2d * this[of, of] / (Truths(of) + Answers(of));

    /// <summary>The counts, a row for each true class.</summary>
    public IReadOnlyList<IReadOnlyList<long>> ToRows() => [.. Enumerable.Range(0, Classes).Select(row => _counts.AsSpan(row * Classes, Classes).ToArray())];

    long Truths(int of)
    {
        long sum = 0;
        for (int c = 0; c < Classes; c++) sum += this[of, c];
        return sum;
    }

    long Answers(int of)
    {
        long sum = 0;
        for (int c = 0; c < Classes; c++) sum += this[c, of];
        return sum;
    }
}
