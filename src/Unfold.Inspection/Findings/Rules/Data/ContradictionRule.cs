namespace Unfold.Inspection;

/// <summary>D26: the same text with different labels.</summary>
public sealed class ContradictionRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D26";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (double limit, double severe) = (run.Limit("D26.share"), run.Limit("D26.warning"));
        if (run.Run.Data.Audit is not { ContradictoryShare: { } share } audit || share <= limit)
            return null;
        string example = audit.ContradictoryExamples.Count == 0 ? "" :
            $" {audit.ContradictoryExamples[0].First} says \"{audit.ContradictoryExamples[0].FirstLabel}\", {audit.ContradictoryExamples[0].Second} \"{audit.ContradictoryExamples[0].SecondLabel}\".";
        return new()
        {
            Id = Id,
            Severity = share > severe ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = $"{RuleText.Percent(share)} of the texts stand there with different labels.",
            Evidence = $"{audit.Contradictory} texts stand somewhere else with another label: {RuleText.Percent(share)} of all (threshold: {RuleText.Percent(limit)}).{example}{RuleText.Sample(audit)}",
            Numbers = [new("texts with different labels", share, limit, "D26.share")],
            Remedy = "Read the pairs; take out or correct what is wrong. What stays puts an end to the accuracy that can be reached.",
            Remedies = [new() { Text = "Take such texts out, or keep the label that most of the copies have." }],
            Refutation = "If the copies are different things that happen to be written alike, the labels may all be right.",
            Figure = FigureNames.Data,
        };
    }
}
