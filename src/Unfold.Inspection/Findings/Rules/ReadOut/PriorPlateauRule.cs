namespace Unfold.Inspection;

/// <summary>D04: a training loss that is no better than knowing how frequent the classes are.</summary>
public sealed class PriorPlateauRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D04";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence evidence)
    {
        RunDocument run = evidence.Run;
        double share = evidence.Limit("D04.share");
        if (run.Data.PriorEntropy is not { } prior || prior <= 0)
            return null;
        EpochDocument[] stuck = [.. run.Epochs.Where(epoch => epoch.Train.Loss >= share * prior)];
        if (stuck.Length == 0 || run.Epochs.Count < 2 || (stuck.Length == 1 && stuck[0].Epoch == run.Epochs[0].Epoch))
            return null;
        bool all = stuck.Length == run.Epochs.Count;
        return new()
        {
            Id = Id,
            Severity = all ? FindingSeverity.Critical : stuck[^1].Epoch == run.Epochs[^1].Epoch ? FindingSeverity.Warning : FindingSeverity.Note,
            Title = all ? "The model learned nothing from the texts: its loss never left that of the class frequencies alone." : $"In {RuleText.Epochs([.. stuck.Select(epoch => epoch.Epoch)])} the loss was no better than that of the class frequencies alone.",
            Evidence = $"Training loss {RuleText.Number(stuck[^1].Train.Loss!.Value)} in epoch {stuck[^1].Epoch}, prior entropy {RuleText.Number(prior)} (threshold: {RuleText.Percent(share)} of it).",
            Remedy = "Check where the state is read (after padding it has forgotten the text), whether gradients reach the first tokens, and the learning rate; then use an LSTM or GRU, or pool over all positions.",
        };
    }
}
