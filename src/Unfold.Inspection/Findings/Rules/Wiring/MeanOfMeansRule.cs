namespace Unfold.Inspection;

/// <summary>D45: a metric that averages the batches' means, though the batches are of unequal size.</summary>
public sealed class MeanOfMeansRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D45";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        foreach (bool train in (bool[])[false, true])
        {
            string part = train ? "train" : "validation";
            NumberSeries batches = train ? run.Steps("loss", part, MetricNames.Loss) : run.Validation("loss", part, MetricNames.Loss);
            foreach (string metric in run.EpochStatistics("loss", part).Where(name => name != MetricNames.Loss))
            {
                if (Of(run, run.Epochs("loss", part, metric), batches, part, metric) is { } found)
                    return found;
            }
        }
        return null;
    }

    Finding? Of(RunEvidence run, NumberSeries pushed, NumberSeries batches, string part, string metric)
    {
        (double distance, double equal) = (run.Limit("D45.distance"), run.Limit("D45.equal"));
        int wrong = 0, judged = 0;
        (double Pushed, double Mean, double Weighted, int Epoch) worst = default;
        for (int i = 0; i < pushed.Count; i++)
        {
            NumberSeries own = batches.InEpoch(pushed.Epochs[i]);
            if (own.Count < 2 || own.BatchSizes.Distinct().Count() < 2)
                continue;
            judged++;
            double mean = own.Values.Average(), weighted = own.Values.Zip(own.BatchSizes, (value, size) => value * size).Sum() / own.BatchSizes.Sum(size => (double)size);
            if (!(Far(pushed.Values[i], mean) <= equal) || !(Far(mean, weighted) > equal))
                continue;
            wrong++;
            if (wrong == 1 || Far(mean, weighted) > Far(worst.Mean, worst.Weighted))
                worst = (pushed.Values[i], mean, weighted, pushed.Epochs[i]);
        }
        if (wrong == 0 || wrong < run.Limit("persistence") * judged || Far(worst.Mean, worst.Weighted) <= distance)
            return null;
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Title = $"The {part} metric \"{metric}\" averages batches of unequal size as if they were equal.",
            Evidence = $"In epoch {worst.Epoch} it is {RuleText.Number(worst.Pushed)}, as is the mean of the batches' means; over examples it is {RuleText.Number(worst.Weighted)}: "
                + $"{RuleText.Percent(Far(worst.Mean, worst.Weighted))} apart (threshold: {RuleText.Percent(distance)}; equal within {RuleText.Number(equal)}).",
            Numbers = [new("distance of the metric from the mean over examples", Far(worst.Mean, worst.Weighted), distance, "D45.distance"), new("distance from the mean of the batches' means", Far(worst.Pushed, worst.Mean), equal, "D45.equal")],
            Remedy = "Weight every batch by its examples: sum over examples, divide once. A small last batch counts as much as a whole one otherwise.",
            Remedies =
            [
                new() { Text = "Push every batch's metric with its number of examples: the inspector weights it.", Api = "inspector.PushMetric(name, value, examples)" },
                new() { Text = "Leave a last batch out that is not full.", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["training.dropLast"] = "true" } },
            ],
            Refutation = "If the metric is meant to be the mean over batches, it is right; then no two runs with other batch sizes can be compared by it.",
            Figure = FigureNames.Loss,
            Epoch = worst.Epoch,
        };
    }

    static double Far(double one, double other) => Math.Abs(one - other) / Math.Max(Math.Abs(other), 1e-12);
}
