using Unfold.Text;

namespace Unfold.Training;

/// <summary>How large a batch is.</summary>
/// <param name="Tokens">Tokens of all its texts.</param>
/// <param name="Texts">Texts.</param>
/// <param name="Steps">Tokens of the longest.</param>
/// <param name="Distinct">Different tokens.</param>
readonly record struct BatchExtent(long Tokens, long Texts, long Steps, long Distinct)
{
    /// <summary>The largest batch of the first epoch; later ones are made of the same rows in other orders, so theirs are about as large.</summary>
    public static BatchExtent OfTraining(TrainingRecipe training, EncodedCorpus rows, Rng shuffle) => Of(rows, Largest(training, rows, shuffle));

    /// <summary>The rows of that batch.</summary>
    public static int[] Largest(TrainingRecipe training, EncodedCorpus rows, Rng shuffle)
    {
        var plan = new BatchPlan(new BatchOptions { BatchSize = Math.Min(training.BatchSize, rows.Count), PoolBatches = training.BucketBatches, DropLast = training.DropLast });
        plan.Make(rows, shuffle);
        (int largest, long most) = (0, -1);
        for (int batch = 0; batch < plan.Count; batch++)
        {
            long tokens = 0;
            foreach (int row in plan[batch]) tokens += rows.Length(row);
            if (tokens > most) (largest, most) = (batch, tokens);
        }
        return plan[largest].ToArray();
    }

    /// <summary>So many of the longest texts.</summary>
    public static BatchExtent OfLongest(EncodedCorpus rows, int texts) => Of(rows, Longest(rows, texts));

    /// <summary>The rows of the longest texts.</summary>
    public static int[] Longest(EncodedCorpus rows, int texts) => RowOrder.LongestFirst(rows)[..Math.Min(texts, rows.Count)];

    static BatchExtent Of(EncodedCorpus rows, ReadOnlySpan<int> chosen)
    {
        (long tokens, long steps) = (0, 0);
        HashSet<int> distinct = [];
        foreach (int row in chosen)
        {
            tokens += rows.Length(row);
            steps = Math.Max(steps, rows.Length(row));
            foreach (int id in rows[row]) distinct.Add(id);
        }
        return new BatchExtent(tokens, chosen.Length, steps, distinct.Count);
    }
}
