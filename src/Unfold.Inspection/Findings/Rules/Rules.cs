namespace Unfold.Inspection;

/// <summary>The rules that look at a run.</summary>
public static class Rules
{
    /// <summary>All of them, a cause before its consequences: numbers, data, wiring, read-out, time, steps, capacity.</summary>
    public static IReadOnlyList<IRule> All { get; } =
        [.. NumbersRules.All, .. DataRules.All, .. WiringRules.All, .. ReadOutRules.All, .. TimeRules.All, .. StepsRules.All, .. CapacityRules.All];

    /// <summary>What the rules find in a run, the most severe first, among equals a cause before its consequence.</summary>
    /// <remarks>Where numbers stopped being finite, only what is known of the data is said beside it: all other measures follow from it.</remarks>
    public static IReadOnlyList<Finding> Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        List<Finding> findings = [.. All.Select(rule => rule.Check(run)).OfType<Finding>()];
        if (findings.Exists(finding => finding.Id == NonFiniteRule.Name))
            findings.RemoveAll(finding => finding.Id != NonFiniteRule.Name && !DataRules.All.Any(rule => rule.Id == finding.Id));
        return [.. Causes.Link(findings).OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.ConsequenceOf is not null)];
    }

    /// <summary>What the rules find in a run of which only the document is known.</summary>
    public static IReadOnlyList<Finding> Check(RunDocument run, Thresholds? thresholds = null) => Check(new RunEvidence(run, null, thresholds));
}
