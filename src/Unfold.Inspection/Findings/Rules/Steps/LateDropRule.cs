namespace Unfold.Inspection;

/// <summary>D39: a loss that stood still for long and then fell all at once.</summary>
public sealed class LateDropRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D39";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (int checks, double stall, double drop) = ((int)run.Limit("D39.checks"), run.Limit("D39.stall"), run.Limit("D39.drop"));
        EpochDocument[] epochs = [.. run.Run.Epochs.Where(epoch => epoch.Train.Loss is { } loss && double.IsFinite(loss) && loss > 0)];
        double Loss(int i) => epochs[i].Train.Loss!.Value;
        for (int window = checks; window + 1 < epochs.Length; window++)
        {
            int end = window;
            int from = end - checks;
            if (Loss(from) < run.Limit("D09.floor") * Loss(0) || Enumerable.Range(from, checks + 1).Any(i => Math.Abs(Loss(i) - Loss(from)) > stall * Loss(from)))
                continue;
            int last = Math.Min(epochs.Length - 1, end + checks);
            int low = Enumerable.Range(end + 1, last - end).MinBy(Loss);
            double fall = 1 - (Loss(low) / Loss(end));
            if (fall <= drop)
                continue;
            while (end + 1 < low && Math.Abs(Loss(end + 1) - Loss(from)) <= stall * Loss(from))
                end++;
            int begin = from;
            while (begin > 0 && Math.Abs(Loss(begin - 1) - Loss(end)) <= stall * Loss(end))
                begin--;
            return Finding(run, epochs[begin], epochs[end], epochs[low], fall, stall, drop);
        }
        return null;
    }

    static Finding Finding(RunEvidence run, EpochDocument begin, EpochDocument end, EpochDocument low, double fall, double stall, double drop)
    {
        int stood = end.Epoch - begin.Epoch;
        double? patience = RecipeSettings.Number(run, "training.patience");
        return new()
        {
            Id = "D39",
            Severity = FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = $"The loss stood still for {stood} epochs and then fell: a run that is stopped early would have missed it.",
            Evidence = $"Training loss {RuleText.Number(begin.Train.Loss!.Value)} in epoch {begin.Epoch} and {RuleText.Number(end.Train.Loss!.Value)} in epoch {end.Epoch} (threshold: less than {RuleText.Percent(stall)} gained in {RuleText.Number(run.Limit("D39.checks"))} epochs), "
                + $"then {RuleText.Number(low.Train.Loss!.Value)} in epoch {low.Epoch}: {RuleText.Percent(fall)} less (threshold: {RuleText.Percent(drop)}).",
            Numbers = [new("fall after standing still", fall, drop, "D39.drop"), new("epochs that stood still", stood, run.Limit("D39.checks"), "D39.checks")],
            Remedy = $"Keep a patience of more than {stood} epochs{(patience is > 0 ? $" (now {RuleText.Number(patience.Value)})" : "")}; what held the loss is said by the findings about states and gradients through time.",
            Remedies =
            [
                new() { Text = "A patience that outlasts it.", Settings = RecipeSettings.Set(run, ("training.patience", $"{stood + 3}")) },
                new() { Text = "An LSTM gets off such plateaus sooner.", Settings = RecipeSettings.Set(run, ("model.cell", "lstm")), Api = "new Lstm(inputs, hidden, rng)" },
            ],
            Refutation = "Train with two other seeds: if none stands still for as long, it was this start and not the task.",
            Figure = FigureNames.Loss,
            Epoch = low.Epoch,
        };
    }
}
