namespace Unfold.Inspection;

/// <summary>D30: answers that do not depend on the text.</summary>
public sealed class BlindRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D30";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return BeforeTraining(run) ?? WhileTraining(run);
    }

    /// <summary>After a training on one batch, which nothing but blindness keeps from knowing its texts.</summary>
    Finding? BeforeTraining(RunEvidence run)
    {
        double limit = run.Limit("D30.share");
        if (run.Run.Checks is not { Input: { } input, Overfit: { } overfit } || (overfit.OutOfTime && overfit.Steps < run.Limit("D29.steps")))
            return null;
        double gain = (input.Exchanged / input.Own) - 1;
        if (!double.IsFinite(gain) || gain > limit || overfit.Loss <= run.Limit("D29.loss"))
            return null;
        return Of(FindingSeverity.Critical, FindingConfidence.High) with
        {
            Title = "The answers do not depend on the texts.",
            Evidence = $"Trained on {overfit.Examples} texts for {overfit.Steps} steps, the model has a loss of {RuleText.Number(input.Own)} on them, and of {RuleText.Number(input.Exchanged)} with the texts exchanged: "
                + $"{RuleText.Percent(gain)} more (threshold: {RuleText.Percent(limit)}).",
            Numbers = [new("loss with the texts exchanged over that with their own, less one", gain, limit, "D30.share"), new("standard deviation of the logits between texts", input.Spread)],
            Figure = FigureNames.Checks,
        };
    }

    Finding? WhileTraining(RunEvidence run)
    {
        NumberSeries own = run.Epochs("checks", "input", "own"), exchanged = run.Epochs("checks", "input", "exchanged"), spread = run.Epochs("checks", "input", "spread");
        (double limit, double least) = (run.Limit("D30.share"), run.Limit("D30.spread"));
        if (own.Count < run.Limit("D30.epochs") || exchanged.Count != own.Count || spread.Count != own.Count)
            return null;
        int[] blind = [.. Enumerable.Range(0, own.Count).Where(i => Math.Abs((exchanged.Values[i] / own.Values[i]) - 1) <= limit && spread.Values[i] < least)];
        if (blind.Length < run.Limit("persistence") * own.Count || blind[^1] != own.Count - 1)
            return null;
        return Of(FindingSeverity.Warning, FindingConfidence.Medium) with
        {
            Title = $"In {RuleText.Epochs([.. blind.Select(i => own.Epochs[i])])} the answers hardly depend on the texts.",
            Evidence = $"On the probe's texts the loss is {RuleText.Number(own.Values[^1])}, and {RuleText.Number(exchanged.Values[^1])} with the texts exchanged "
                + $"(threshold: {RuleText.Percent(limit)} apart); the logits differ by {RuleText.Number(spread.Values[^1])} between texts (threshold: {RuleText.Number(least)}).",
            Numbers =
            [
                new("loss with the texts exchanged over that with their own, less one", (exchanged.Values[^1] / own.Values[^1]) - 1, limit, "D30.share"),
                new("standard deviation of the logits between texts", spread.Values[^1], least, "D30.spread"),
            ],
            Figure = FigureNames.Loss,
            Epoch = own.Epochs[blind[0]],
        };
    }

    Finding Of(FindingSeverity severity, FindingConfidence confidence) => new()
    {
        Id = Id,
        Severity = severity,
        Confidence = confidence,
        Remedy = "Look at where the state is read and what is left of the text there (padding behind the last word erases it), whether gradients reach the first words, and whether the model uses its input at all.",
        Remedies =
        [
            new() { Text = "Read the state at the last word instead of behind the padding.", Settings = Settings(("text.padToLength", "0")), Api = "Recurrent.Forward(…).Final()" },
            new() { Text = "Pool over all steps.", Settings = Settings(("model.readOut", "max")), Api = "Ops.ReadOut(output, ReadOut.Max)" },
            new() { Text = "Use a cell that remembers.", Settings = Settings(("model.cell", "lstm")), Api = "new Lstm(…)" },
        ],
        Refutation = "If exchanging the texts makes the loss of a trained batch clearly worse, the model does read them.",
    };

    static Dictionary<string, string> Settings((string Path, string Value) setting) => new(StringComparer.Ordinal) { [setting.Path] = setting.Value };
}
