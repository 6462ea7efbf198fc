using System.Globalization;

namespace Unfold.Inspection;

/// <summary>D47: a run that is predicted to need more memory than there is.</summary>
public sealed class MemoryRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D47";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Run.Memory is not { AvailableBytes: > 0 } memory || run.Run is { Status: RunStatus.Finished or RunStatus.Running, Epochs.Count: > 0 })
            return null; // it goes through
        double share = (double)memory.PredictedPeakBytes / memory.AvailableBytes, limit = run.Limit("D47.share");
        if (share <= limit)
            return null;
        (string part, long bytes) = memory.Parts.FirstOrDefault(entry => entry.Key != MemoryParts.Runtime, KeyValuePair.Create("all", memory.PredictedPeakBytes));
        return new()
        {
            Id = Id,
            Severity = share > 1 ? FindingSeverity.Critical : FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Title = $"The run needs about {MemoryDocument.Amount(memory.PredictedPeakBytes)} of memory, and {MemoryDocument.Amount(memory.AvailableBytes)} are there: it may be ended by the system.",
            Evidence = $"The peak comes with {memory.Phase}, predicted from sizes before the run: {RuleText.Percent(share)} of what is there (threshold: {RuleText.Percent(limit)}). "
                + $"The largest part: {part}, {MemoryDocument.Amount(bytes)}.",
            Numbers = [new("predicted peak over the memory there is", share, limit, "D47.share")],
            Remedy = "Make the largest part smaller: smaller batches or shorter texts for activations, texts and token ids in a file, fewer words or pairs of words for weights and optimizer, no bag of words or no checks where those need most.",
            Remedies = Remedies(run, part),
            Refutation = "If the run goes through with a peak well below (speed.peakMemoryBytes in run.json), the prediction was too high.",
        };
    }

    static IReadOnlyList<Remedy> Remedies(RunEvidence run, string part)
    {
        int batch = (int)(RecipeSettings.Number(run, "training.batchSize") ?? 0);
        Remedy smaller = new() { Text = "Train on half as many texts at a time.", Settings = batch > 1 ? RecipeSettings.Set(run, ("training.batchSize", (batch / 2).ToString(CultureInfo.InvariantCulture))) : [], Api = "new BatchOptions { BatchSize = …, TokenBudget = … }" };
        return part switch
        {
            MemoryParts.Baselines => [new() { Text = "Do without the bag of words.", Settings = RecipeSettings.Set(run, ("baselines.bagOfWords", "false")) }],
            MemoryParts.Checks => [new() { Text = "Do without the checks before training.", Settings = RecipeSettings.Set(run, ("doctor.checks", "false")) }],
            MemoryParts.Texts or MemoryParts.Ids => [new() { Text = "Keep texts and token ids in a file.", Settings = RecipeSettings.Set(run, ("data.store", "file")) }],
            MemoryParts.Weights or MemoryParts.Optimizer or MemoryParts.BestWeights or MemoryParts.Gradients =>
                [new() { Text = "Give fewer words a vector.", Settings = RecipeSettings.Number(run, "text.vocabularySize") is > 2 ? RecipeSettings.Times(run, "text.vocabularySize", 0.5) : [] }],
            _ => [smaller],
        };
    }
}
