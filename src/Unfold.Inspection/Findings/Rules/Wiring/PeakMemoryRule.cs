using System.Globalization;

namespace Unfold.Inspection;

/// <summary>D47: a run that is predicted to need more memory than there is.</summary>
public sealed class PeakMemoryRule : IRule
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
        string part = memory.LargestPart ?? "all";
        MemoryRemedy remedy = MemoryRemedy.Of(part);
        return new()
        {
            Id = Id,
            Severity = share > 1 ? FindingSeverity.Critical : FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Title = $"The run needs about {MemoryDocument.Amount(memory.PredictedPeakBytes)} of memory, and {MemoryDocument.Amount(memory.AvailableBytes)} are there: it may be ended by the system.",
            Evidence = $"The peak comes with {memory.Phase}, predicted from sizes before the run: {RuleText.Percent(share)} of what is there (threshold: {RuleText.Percent(limit)}). "
                + $"The largest part: {part}, {MemoryDocument.Amount(memory.Parts.GetValueOrDefault(part, memory.PredictedPeakBytes))}.",
            Numbers = [new("predicted peak over the memory there is", share, limit, "D47.share")],
            Remedy = "Make the largest part smaller: smaller batches or shorter texts for activations, texts and token ids in a file, fewer words or pairs of words for weights and optimizer, no bag of words or no checks where those need most.",
            Remedies = [new() { Text = remedy.Text, Settings = Settings(run, remedy) }],
            Refutation = "If the run goes through with a peak well below (speed.peakMemoryBytes in run.json), the prediction was too high.",
        };
    }

    static Dictionary<string, string> Settings(RunEvidence run, MemoryRemedy remedy) => remedy.Value is { } value
        ? RecipeSettings.Set(run, (remedy.Setting, value))
        : RecipeSettings.Number(run, remedy.Setting) is >= 2 and { } now
            ? RecipeSettings.Set(run, (remedy.Setting, ((int)now / 2).ToString(CultureInfo.InvariantCulture)))
            : [];
}
