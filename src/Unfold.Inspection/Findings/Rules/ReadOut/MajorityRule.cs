namespace Unfold.Inspection;

/// <summary>D02: a model that gives the most frequent answer whatever the text says.</summary>
public sealed class MajorityRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D02";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        RunDocument run = evidence.Run;
        int[] fallen = EpochsAtMajority(evidence);
        if (fallen.Length == 0)
            return null;
        bool all = fallen.Length == run.Epochs.Count;
        EpochDocument last = run.Epochs.Last(epoch => epoch.Epoch == fallen[^1]);
        (double majority, double accuracy, double found) = (run.Data.MajorityAccuracy!.Value, Accuracy(evidence, last)!.Value, OthersFound(evidence, last)!.Value);
        double distance = Distance(evidence, majority);
        return new()
        {
            Id = Id,
            Severity = all ? FindingSeverity.Critical : fallen[^1] == run.Epochs[^1].Epoch ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = all ? $"The model answers the majority class{Class(run)} for nearly every text." : $"In {RuleText.Epochs(fallen)} the model answered the majority class{Class(run)} for nearly every text.",
            Evidence = $"Accuracy {RuleText.Percent(accuracy)} in epoch {last.Epoch}, always answering the majority: {RuleText.Percent(majority)} "
                + $"(threshold: {RuleText.Number(evidence.Limit("D02.distance") * 100)} points or {RuleText.Number(evidence.Limit("D02.errors"))} standard errors); "
                + $"of the other texts {RuleText.Percent(found)} were found (threshold: {RuleText.Percent(evidence.Limit("D02.recall"))}).",
            Numbers =
            [
                new("texts of the other classes found", found, evidence.Limit("D02.recall"), "D02.recall"),
                new("accuracy away from the majority's", Math.Abs(accuracy - majority), distance, distance > evidence.Limit("D02.distance") ? "D02.errors" : "D02.distance"),
            ],
            Remedy = "Judge by F1 or average precision instead of accuracy; read the state at the last real token instead of after padding; weight the rare class or lower the decision threshold.",
            Remedies = Remedies(evidence),
            Refutation = "If the other classes are found with a lower decision threshold, the model does tell them apart and only the threshold is wrong.",
            Figure = FigureNames.Confusion,
            Epoch = fallen[0],
        };
    }

    /// <summary>The epochs in which a run sat on the majority answer.</summary>
    public static int[] EpochsAtMajority(RunEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        if (evidence.Run.Data.MajorityAccuracy is not { } majority || majority >= 1)
            return [];
        double distance = Distance(evidence, majority), recall = evidence.Limit("D02.recall");
        return
        [
            .. evidence.Run.Epochs
                .Where(epoch => Accuracy(evidence, epoch) is { } accuracy && Math.Abs(accuracy - majority) <= distance && OthersFound(evidence, epoch) < recall)
                .Select(epoch => epoch.Epoch),
        ];
    }

    static double Distance(RunEvidence evidence, double majority)
    {
        int texts = evidence.Run.Data.Validation;
        double error = texts > 0 ? Math.Sqrt(majority * (1 - majority) / texts) : 0;
        return Math.Max(evidence.Limit("D02.distance"), evidence.Limit("D02.errors") * error);
    }

    static double? Accuracy(RunEvidence evidence, EpochDocument epoch) => epoch.Validation.Accuracy ?? ClassAnswers.Of(evidence, epoch)?.Accuracy;

    /// <summary>The share of texts outside the largest class that got their own class: counted, else the recall.</summary>
    static double? OthersFound(RunEvidence evidence, EpochDocument epoch) =>
        ClassAnswers.Of(evidence, epoch) is { } answers ? answers.OthersFound : epoch.Validation.Find(MetricNames.Recall) ?? (epoch.Validation.F1 == 0 ? 0 : null);

    static IReadOnlyList<Remedy> Remedies(RunEvidence run)
    {
        List<Remedy> remedies = [];
        if (RecipeSettings.Number(run, "text.padToLength") > 0)
            remedies.Add(new() { Text = "Read the state at the last real token: no padding.", Settings = RecipeSettings.Set(run, ("text.padToLength", "0")), Api = "SequenceBatch.FromIds(texts without pads)" });
        if (RecipeSettings.Text(run, "training.classWeights") is null or "none")
            remedies.Add(new() { Text = "Let rare classes count more.", Settings = RecipeSettings.Set(run, ("training.classWeights", "balanced")), Api = "BinaryCrossEntropy.WithLogits(logits, targets, positiveWeight: …)" });
        remedies.Add(new() { Text = "Pool over all positions instead of reading the last state.", Settings = RecipeSettings.Set(run, ("model.readOut", "max")), Api = "Ops.ReadOut(states.Output, ReadOut.Max)" });
        remedies.Add(new() { Text = "Choose the decision threshold on folds of the training part.", Settings = RecipeSettings.Set(run, ("decision.chosenOn", "trainingFolds")) });
        return remedies;
    }

    internal static string Class(RunDocument run)
    {
        IReadOnlyList<long>? counts = run.Data.ValidationCounts ?? run.Data.TrainCounts;
        if (counts is null || counts.Count == 0 || counts.Count != run.Data.Classes.Count)
            return "";
        return $" \"{run.Data.Classes[Enumerable.Range(0, counts.Count).MaxBy(i => counts[i])]}\"";
    }
}
