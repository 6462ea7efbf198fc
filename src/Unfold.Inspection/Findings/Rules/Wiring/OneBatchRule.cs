namespace Unfold.Inspection;

/// <summary>D29: a model that cannot learn even one small batch by heart.</summary>
public sealed class OneBatchRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D29";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (double limit, double errors) = (run.Limit("D29.loss"), run.Limit("D29.error"));
        if (run.Run.Checks?.Overfit is not { } check || (check.OutOfTime && check.Steps < run.Limit("D29.steps")))
            return null;
        double stuck = run.Limit("D29.stuck");
        bool wrong = check.Errors > errors, high = check.Loss > limit && check.Loss > stuck * check.Prior;
        if (!wrong && !high)
            return null; // learnt, or nearly: right answers are what counts
        bool finite = double.IsFinite(check.Loss);
        return new()
        {
            Id = Id,
            Severity = wrong ? FindingSeverity.Critical : FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Title = wrong ? $"The model cannot learn even {check.Examples} texts by heart." : $"The model learns {check.Examples} texts by heart, but its loss does not follow.",
            Evidence = $"After {check.Steps} steps on the same {check.Examples} texts the smallest loss is {(finite ? RuleText.Number(check.Loss) : "no number")} (threshold: {RuleText.Number(limit)}, and {RuleText.Percent(stuck)} of that of always giving their class frequencies, {RuleText.Number(check.Prior)}), "
                + $"and {RuleText.Percent(check.Errors)} of the answers are wrong (threshold: {RuleText.Percent(errors)}; always giving their most frequent class: {RuleText.Percent(check.MajorityErrors)}).",
            Numbers =
            [
                new("smallest loss on one batch", check.Loss, limit, "D29.loss"),
                new("wrong answers on that batch", check.Errors, errors, "D29.error"),
                new("loss of the batch's class frequencies", check.Prior),
            ],
            Remedy = "More data or more epochs will not help: something between words and loss is cut, or erased on the way. Look at what else was found; then at the model, the labels and the loss.",
            Remedies =
            [
                new() { Text = "Read the state at the last word instead of behind the padding.", Settings = Settings(("text.padToLength", "0")), Api = "Recurrent.Forward(…).Final()" },
                new() { Text = "Use a cell that remembers, and pool over all steps.", Settings = Settings(("model.cell", "lstm"), ("model.readOut", "max")), Api = "new Lstm(…); Ops.ReadOut(output, ReadOut.Max)" },
                new() { Text = "Give the state more room.", Settings = Settings(("model.hidden", "64")) },
            ],
            Refutation = "If a longer or slower training on one batch reaches a loss near 0, the model can learn, and only this test was too short.",
            Figure = FigureNames.Checks,
        };
    }

    static Dictionary<string, string> Settings(params (string Path, string Value)[] settings) => settings.ToDictionary(setting => setting.Path, setting => setting.Value, StringComparer.Ordinal);
}
