namespace Unfold.Inspection;

/// <summary>D03: classes that are much rarer than others.</summary>
public sealed class ImbalanceRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D03";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        DataDocument data = run.Run.Data;
        if ((data.TrainCounts ?? data.ValidationCounts) is not { Count: > 1 } counts || counts.Count(count => count > 0) < 2)
            return null;
        long[] present = [.. counts.Where(count => count > 0)];
        double ratio = (double)present.Max() / present.Min(), perplexity = Perplexity(counts);
        (double limit, double note, double narrow) = (run.Limit("D03.ratio"), run.Limit("D03.note"), run.Limit("D03.perplexity"));
        if (ratio <= note && perplexity >= narrow)
            return null;
        bool warns = ratio > limit || perplexity < narrow;
        FindingNumber times = ratio > limit ? new("largest class over smallest", ratio, limit, "D03.ratio") : new("largest class over smallest", ratio, note, "D03.note");
        FindingNumber spread = new("perplexity of the labels over the number of classes", perplexity, narrow, "D03.perplexity");
        bool two = counts.Count == 2;
        return new()
        {
            Id = Id,
            Severity = warns ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = $"The classes are not equally frequent: the largest has {RuleText.Number(ratio)} times the texts of the smallest.",
            Evidence = $"{Name(data, counts, present.Max())} has {present.Max()} texts, {Name(data, counts, present.Min())} {present.Min()}: {RuleText.Number(ratio)} times (threshold: {RuleText.Number(times.Threshold!.Value)}); "
                + $"perplexity of the labels over the number of classes {RuleText.Number(perplexity)} (threshold: {RuleText.Number(narrow)}).",
            Numbers = ratio > note ? [times, spread] : [spread, times],
            Remedy = "Do not judge by accuracy: look at F1 or average precision, choose the decision threshold on the training part, or let rare classes count more.",
            Remedies =
            [
                new()
                {
                    Text = "Keep the weights of the epoch with the best average precision, and choose the threshold on folds of the training part.",
                    Settings = two ? RecipeSettings.Set(run, ("training.monitor", "averagePrecision"), ("decision.chosenOn", "trainingFolds")) : RecipeSettings.Set(run, ("training.monitor", "f1")),
                },
                new() { Text = "Let rare classes count more in the loss.", Settings = RecipeSettings.Set(run, ("training.classWeights", "balanced")), Api = "BinaryCrossEntropy.WithLogits(logits, targets, positiveWeight: …)" },
            ],
            Refutation = "If the classes are as unequal where the model is used, and F1 of the rare ones is good, nothing is wrong.",
            Figure = FigureNames.Data,
        };
    }

    static string Name(DataDocument data, IReadOnlyList<long> counts, long count)
    {
        int at = Enumerable.Range(0, counts.Count).First(i => counts[i] == count);
        return data.Classes.Count == counts.Count ? $"Class \"{data.Classes[at]}\"" : $"Class {at}";
    }

    static double Perplexity(IReadOnlyList<long> counts)
    {
        double all = counts.Sum();
        return Math.Exp(-counts.Where(count => count > 0).Sum(count => count / all * Math.Log(count / all))) / counts.Count;
    }
}
