namespace Unfold.Inspection;

/// <summary>The rules that look at a run's document.</summary>
public static class Rules
{
    /// <summary>All of them, a cause before its consequences.</summary>
    public static IReadOnlyList<IRule> All { get; } = [new NonFiniteRule(), new MajorityRule(), new PriorPlateauRule(), new OverfittingRule()];

    /// <summary>What the rules find in a run, the most severe first.</summary>
    /// <remarks>Where numbers stopped being finite, nothing else is said: all other measures follow from it.</remarks>
    public static IReadOnlyList<Finding> Check(RunDocument run, RuleThresholds? thresholds = null)
    {
        RuleThresholds limits = thresholds ?? new();
        List<Finding> findings = [];
        foreach (IRule rule in All)
        {
            if (rule.Check(run, limits) is not { } finding)
                continue;
            findings.Add(finding);
            if (finding.Id == NonFiniteRule.Name)
                break;
        }
        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }
}
