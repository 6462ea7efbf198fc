namespace Unfold.Inspection;

/// <summary>D13: gates that forget long before a text ends.</summary>
public sealed class ShortMemoryRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D13";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Series("memory", "tauMedian").Select(layer => Check(run, layer)).OfType<Finding>().MaxBy(finding => (finding.Severity, -finding.Numbers[0].Value));
    }

    Finding? Check(RunEvidence run, string layer)
    {
        if ((run.MedianLength ?? run.Run.Data.Audit?.Lengths?.Median) is not { } length || length <= 1)
            return null;
        IReadOnlyList<(int Epoch, double Value)> memories = Persistence.Epochs(run, "memory", layer, "tauMedian");
        (double note, double warning) = (run.Limit("D13.share"), run.Limit("D13.warning"));
        bool warns = Holds(warning);
        double limit = warns ? warning : note;
        if (!Holds(limit))
            return null;
        (int Epoch, double Value)[] shown = [.. memories.Where(entry => entry.Value < limit * length)];
        double memory = Persistence.Median(shown.Select(entry => entry.Value));
        double? bias = run.Epochs("memory", layer, "biasMean").Last;
        return new()
        {
            Id = Id,
            Severity = warns ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.Medium,
            Title = $"The gates of {layer} remember {RuleText.Number(memory)} words.",
            Evidence = $"In {RuleText.Epochs([.. shown.Select(entry => entry.Epoch)])} the median unit remembers {RuleText.Number(memory)} steps, {RuleText.Percent(memory / length)} of the median text's {RuleText.Number(length)} words "
                + $"(threshold: {RuleText.Percent(limit)}){(bias is { } mean ? $"; the bias of its gate is {RuleText.Number(mean)} on average" : "")}.",
            Numbers = [new("memory of the median unit over the median length", memory / length, limit, warns ? "D13.warning" : "D13.share")],
            Remedy = "Start the forget gate's bias at 1 or higher (of a GRU: the update gate's), so that the memory is as long as a text.",
            Remedies =
            [
                new() { Text = "Start the forget gate's bias at 1, or spread it over the lengths (chrono initialisation).", Api = "add 1 to the f block of bias_hh before training" },
                new() { Text = "Pool over all positions, so that no word has to be carried to the end.", Settings = RecipeSettings.Set(run, ("model.readOut", "max")), Api = "Ops.ReadOut(states.Output, ReadOut.Max)" },
                new() { Text = "Read from both ends.", Settings = RecipeSettings.Set(run, ("model.bidirectional", "true")), Api = "new RecurrentOptions { Bidirectional = true }" },
            ],
            Refutation = "If taking the oldest words away changes no answer, a longer memory is not needed.",
            Figure = FigureNames.Memory,
            Epoch = shown[0].Epoch,
        };

        bool Holds(double share) => Persistence.Holds(run, memories.Count(entry => entry.Value < share * length), memories.Count);
    }
}
