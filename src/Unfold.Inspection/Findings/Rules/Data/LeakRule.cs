namespace Unfold.Inspection;

/// <summary>D24: validation texts that the model was trained on.</summary>
public sealed class LeakRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D24";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Run.Data.Audit is not { Validation: { } overlap } audit)
            return null;
        (double limit, double severe) = (run.Limit("D24.share"), run.Limit("D24.warning"));
        double test = audit.Test?.Share ?? 0, chosen = audit.TestInValidationShare ?? 0, worst = Math.Max(Math.Max(overlap.Share, test), chosen);
        if (worst <= limit && overlap.NearShare <= limit)
            return null;
        string tested = audit.Test is null ? "" : $"; of the test texts {RuleText.Percent(test)}";
        if (chosen > limit)
            tested += $"; {RuleText.Percent(chosen)} of the test texts stand in the validation part";
        FindingNumber same = new("validation texts that stand in the training part too", overlap.Share, limit, "D24.share");
        FindingNumber near = new("nearly the same as one of them", overlap.NearShare, limit, "D24.share");
        AuditPair? example = overlap.Examples.Count > 0 ? overlap.Examples[0] : null;
        return new()
        {
            Id = Id,
            Severity = worst > severe ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = chosen > limit && chosen >= Math.Max(overlap.Share, test) ? $"{RuleText.Percent(chosen)} of the test texts stand in the validation part, by which epochs and thresholds are chosen."
                : overlap.Share > limit ? $"{RuleText.Percent(overlap.Share)} of the validation texts stand in the training part too."
                : test > limit ? $"{RuleText.Percent(test)} of the test texts stand in the training part too."
                : $"{RuleText.Percent(overlap.NearShare)} of the validation texts are nearly the same as a training text.",
            Evidence = $"{overlap.Repeated} of {overlap.Texts} validation texts are also training texts: {RuleText.Percent(overlap.Share)} (threshold: {RuleText.Percent(limit)}), {RuleText.Percent(overlap.VerbatimShare)} letter for letter{tested}; "
                + $"{overlap.Near} more are nearly so: {RuleText.Percent(overlap.NearShare)}{(example is null ? "" : $", such as {example.First} and {example.Second}")}.{RuleText.Sample(audit)}",
            Numbers = chosen > limit ? [new("test texts that stand in the validation part too", chosen, limit, "D24.share"), same, near] : overlap.Share > limit ? [same, near] : [near, same],
            Remedy = "Remove repeated texts before the split, or split by what they come from, so that validation measures what is new.",
            Remedies = [new() { Text = "Split so that all copies of a text fall into one part, and report both scores.", Api = "corpus.Select(rows of one copy each) before TrainTestSplit" }],
            Refutation = "If validation is as good on the texts that are not repeated, the leak does not flatter the score.",
            Figure = FigureNames.Data,
        };
    }
}
