namespace Unfold.Inspection;

/// <summary>D40: epochs that bring nothing more: the gradient is no more than noise, or validation has not gained for long.</summary>
public sealed class EnoughRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D40";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (int Epoch, double Criterion)[] noise = LossTrend.Of(run) is { } trend && !trend.IsStuck(run) ? Noise(run) : []; // where nothing was learned, it is not enough
        (EpochDocument Best, int After)? idle = Idle(run);
        if (noise.Length == 0 && idle is null)
            return null;
        List<string> evidence = [];
        List<FindingNumber> numbers = [];
        if (idle is { } waited)
        {
            evidence.Add($"the best validation loss, {RuleText.Number(waited.Best.Validation.Loss!.Value)}, was in epoch {waited.Best.Epoch}, and {waited.After} epochs followed (threshold: {RuleText.Number(run.Limit("D40.patience"))})");
            numbers.Add(new("epochs after the best one", waited.After, run.Limit("D40.patience"), "D40.patience"));
        }
        if (noise.Length > 0)
        {
            evidence.Add($"the evidence criterion is {RuleText.Number(noise[^1].Criterion)} in epoch {noise[^1].Epoch} (threshold: above {RuleText.Number(run.Limit("D40.signal"))}) and has been above it for {noise.Length} epochs (threshold: {RuleText.Number(run.Limit("D40.patience"))})");
            numbers.Add(new("evidence criterion", noise[^1].Criterion, run.Limit("D40.signal"), "D40.signal"));
        }
        int since = idle is { } best ? best.Best.Epoch : noise[0].Epoch;
        string text = string.Join("; ", evidence);
        return new()
        {
            Id = Id,
            Severity = FindingSeverity.Note,
            Confidence = idle is null ? FindingConfidence.Low : FindingConfidence.Medium,
            Title = idle is null ? $"From epoch {since} on the gradient cannot be told from noise: the run can end there." : $"The run could have ended with epoch {since}: nothing was gained on validation after it.",
            Evidence = $"{char.ToUpperInvariant(text[0])}{text[1..]}.",
            Numbers = numbers,
            Remedy = "End the run when validation stops gaining, and keep the best epoch's weights.",
            Remedies =
            [
                new() { Text = "Stop after five epochs without a gain.", Settings = RecipeSettings.Set(run, ("training.patience", "5")) },
                new() { Text = $"Train {since + 1} epochs.", Settings = RecipeSettings.Set(run, ("training.epochs", $"{since + 1}")) },
            ],
            Refutation = "Train on for as long again: if the validation loss falls below its minimum, it was too early to stop.",
            Figure = idle is null ? FigureNames.Noise : FigureNames.Loss,
            Epoch = since,
        };
    }

    /// <summary>
    /// The last epochs in a row whose criterion says that the gradient is noise: 1 − B |g|² / tr Σ of the measured gradient g of B texts, whose expectation is − B G² / tr Σ. So it is above 0 where the unbiased G² is not positive.
    /// </summary>
    static (int Epoch, double Criterion)[] Noise(RunEvidence run)
    {
        NumberSeries signals = run.Epochs("noise", "all", "signal"), variances = run.Epochs("noise", "all", "variance"), batches = run.Epochs("noise", "all", "batch");
        List<(int Epoch, double Criterion)> all = [];
        for (int i = 0; i < signals.Count; i++)
        {
            int epoch = signals.Epochs[i];
            if (variances.InEpoch(epoch).Last is { } variance && variance > 0 && batches.InEpoch(epoch).Last is { } batch)
                all.Add((epoch, -batch * signals.Values[i] / variance));
        }
        (int Epoch, double Criterion)[] last = [.. all.AsEnumerable().Reverse().TakeWhile(entry => entry.Criterion > run.Limit("D40.signal")).Reverse()];
        return last.Length >= run.Limit("D40.patience") ? last : [];
    }

    /// <summary>The best epoch and how many came after it, where these were many; nothing for a run that was stopped early, which did what it should.</summary>
    static (EpochDocument Best, int After)? Idle(RunEvidence run)
    {
        EpochDocument[] epochs = [.. run.Run.Epochs.Where(epoch => epoch.Validation.Loss is { } loss && double.IsFinite(loss))];
        if (epochs.Length < 2 || run.Run.Ended?.StartsWith("early stopping", StringComparison.Ordinal) == true)
            return null;
        EpochDocument best = epochs.MinBy(epoch => epoch.Validation.Loss!.Value)!;
        int after = epochs[^1].Epoch - best.Epoch;
        return after >= run.Limit("D40.patience") ? (best, after) : null;
    }
}
