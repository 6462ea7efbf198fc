namespace Unfold.Inspection;

/// <summary>D44: a recurrent layer that runs more than once over a batch with the same weights, where two layers may be meant.</summary>
public sealed class ReusedLayerRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D44";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        double limit = run.Limit("D44.times");
        List<(string Name, double Times)> reused = [.. (run.Run.Checks?.Structure?.Reused ?? new Dictionary<string, int>(StringComparer.Ordinal)).Select(entry => (entry.Key, (double)entry.Value))];
        if (reused.Count == 0)
            reused = [.. run.Series("checks", "passes").Select(name => (name, run.Epochs("checks", name, "passes").Last ?? 0))];
        reused.RemoveAll(entry => entry.Times <= limit);
        if (reused.Count == 0)
            return null;
        (string layer, double times) = reused.MaxBy(entry => entry.Times);
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Title = $"{layer} runs {RuleText.Number(times)} times over every batch with the same weights: it is one layer, not {RuleText.Number(times)}.",
            Evidence = $"{RuleText.Number(times)} passes of {layer} over one batch (threshold: {RuleText.Number(limit)}).",
            Numbers = [new($"passes of {layer} over one batch", times, limit, "D44.times")],
            Remedy = "Make a layer for each pass, or say how many layers one module has.",
            Remedies =
            [
                new() { Text = "Let one module have several layers.", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["model.layers"] = "2" }, Api = "new RecurrentOptions { Layers = 2 }" },
                new() { Text = "Read the text once.", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["model.layers"] = "1" } },
            ],
            Refutation = "If both passes are meant to share their weights (two texts compared by one encoder), this is no fault.",
            Figure = FigureNames.Checks,
        };
    }
}
