namespace Unfold.Inspection;

/// <summary>A finding and those that follow from it.</summary>
/// <param name="Cause">The finding to act on.</param>
/// <param name="Consequences">What it explains, the most severe first; most of it goes away with the cause.</param>
public sealed record FindingGroup(Finding Cause, IReadOnlyList<Finding> Consequences)
{
    /// <summary>The most severe of all of them.</summary>
    public FindingSeverity Severity => Consequences.Select(finding => finding.Severity).Append(Cause.Severity).Max();

    /// <summary>Findings by their causes, in the order in which they are worth acting on.</summary>
    /// <remarks>
    /// The most severe group first; among equals the one whose cause explains more, as far as is known of causes, and the surer one.
    /// A finding whose cause was not found stands for itself.
    /// </remarks>
    public static IReadOnlyList<FindingGroup> Rank(IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        Dictionary<string, Finding> byId = [];
        foreach (Finding finding in findings)
            byId.TryAdd(finding.Id, finding);
        ILookup<Finding, Finding> members = findings.ToLookup<Finding, Finding>(finding => Root(finding, byId), ReferenceEqualityComparer.Instance);
        return
        [
            .. members
                .Select(group => new FindingGroup(group.Key, [.. group.Where(finding => !ReferenceEquals(finding, group.Key)).OrderByDescending(finding => finding.Severity)]))
                .OrderByDescending(group => group.Severity)
                .ThenBy(group => Causes.RankOf(group.Cause.Id))
                .ThenByDescending(group => group.Cause.Confidence),
        ];
    }

    /// <summary>The first cause; a finding in a circle of causes stands for itself.</summary>
    static Finding Root(Finding finding, Dictionary<string, Finding> byId)
    {
        Finding at = finding;
        for (int steps = 0; at.ConsequenceOf is { } cause && byId.TryGetValue(cause, out Finding? next); steps++)
        {
            if (steps == byId.Count)
                return finding;
            at = next;
        }
        return at;
    }
}
