using System.Diagnostics;
using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The simple predictors that every figure of a model stands beside.</summary>
public static class Baselines
{
    /// <summary>The metric of a baseline's accuracy on the test set.</summary>
    internal const string TestAccuracy = "testAccuracy";

    /// <summary>The metric of a baseline's F1 on the test set: of the positive class, or the mean over more than two.</summary>
    internal const string TestF1 = "testF1";

    /// <summary>The metric of the rows that a baseline was fitted on, where they are not all.</summary>
    internal const string Rows = "rows";

    const double ElasticNetShare = 0.5;

    /// <summary>The accuracy on validation of always answering the most frequent training class.</summary>
    public static double MajorityAccuracy(ReadOnlySpan<int> training, ReadOnlySpan<int> validation, int classes)
    {
        int majority = Majority(training, classes);
        return (double)ClassBalance.Counts(validation, classes)[majority] / validation.Length;
    }

    /// <summary>The loss on validation, in nats, of a model that knows only how frequent each class is in training.</summary>
    /// <remarks>−Σ n_v(c) ln((n_t(c) + 1) / (n_t + C)) / n_v: one is added to each count, so that a class that training does not have costs a finite loss.</remarks>
    public static double PriorEntropy(ReadOnlySpan<int> training, ReadOnlySpan<int> validation, int classes)
    {
        long[] seen = ClassBalance.Counts(training, classes), held = ClassBalance.Counts(validation, classes);
        double sum = 0;
        for (int c = 0; c < classes; c++)
        {
            if (held[c] > 0) sum -= held[c] * Math.Log((seen[c] + 1d) / (training.Length + classes));
        }
        return sum / validation.Length;
    }

    /// <summary>The majority answer, the prior, and where the recipe wants it the bag of words, on validation.</summary>
    internal static List<BaselineDocument> All(
        BaselineRecipe recipe, RowSample sample, Corpus training, Corpus validation, Corpus? test, EncodedCorpus trainingRows, EncodedCorpus validationRows, LabelSet labels, ITokenizer tokenizer, CancellationToken cancellation)
    {
        ReadOnlySpan<int> seen = trainingRows.Labels, held = validationRows.Labels;
        var matrix = new ConfusionMatrix(labels.Count);
        int majority = Majority(seen, labels.Count);
        foreach (int label in held) matrix.Add(label, majority);
        var majorityMetrics = new MetricValues { [MetricNames.Accuracy] = matrix.Accuracy };
        if (labels.Count == 2) majorityMetrics[MetricNames.F1] = matrix.F1(1);
        majorityMetrics[MetricNames.MacroF1] = matrix.MacroF1;
        var prior = new MetricValues { [MetricNames.Loss] = PriorEntropy(seen, held, labels.Count) };
        if (labels.Count == 2) prior[MetricNames.AveragePrecision] = (double)ClassBalance.Counts(held, 2)[1] / held.Length; // of a constant score
        List<BaselineDocument> all = [new() { Name = "majority", Metrics = majorityMetrics }, new() { Name = "prior", Metrics = prior }];
        if (recipe.BagOfWords) all.Add(Fit("bag-of-words", recipe, l1Share: 0));
        if (recipe.ElasticNet) all.Add(Fit("elastic-net", recipe with { NGrams = 1 }, ElasticNetShare));
        return all;

        BaselineDocument Fit(string name, BaselineRecipe options, double l1Share)
        {
            long start = Stopwatch.GetTimestamp();
            Corpus seenTexts = sample.Take(training, cancellation);
            BagOfWords words = BagOfWords.Fit(seenTexts, labels, tokenizer, options, cancellation, l1Share);
            MetricValues metrics = words.Predict(validation, labels, cancellation).Metrics();
            metrics["features"] = words.Features;
            if (seenTexts.Count < training.Count) metrics[Rows] = seenTexts.Count;
            if (l1Share > 0) metrics["weights"] = words.NonZeroWeights;
            metrics["seconds"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (test is null) return new() { Name = name, Metrics = metrics };
            MetricValues tested = words.Predict(test, labels, cancellation).Metrics();
            metrics[TestAccuracy] = tested.Accuracy!.Value;
            metrics[TestF1] = tested.F1 ?? tested.Find(MetricNames.MacroF1)!.Value;
            return new() { Name = name, Metrics = metrics };
        }
    }

    static int Majority(ReadOnlySpan<int> training, int classes)
    {
        long[] counts = ClassBalance.Counts(training, classes);
        return Array.IndexOf(counts, counts.Max());
    }
}
