using System.Collections.Frozen;

namespace Unfold.Inspection;

/// <summary>Which finding explains which others, so that a cause stands before its consequences.</summary>
static class Causes
{
    /// <summary>Cause to consequences; a cause that comes earlier goes before a later one.</summary>
    static readonly (string Cause, string[] Consequences)[] Known =
    [
        ("D06", ["D02", "D04", "D05", "D07", "D20", "D29", "D30", "D36", "D41", "D43"]),
        ("D32", ["D02", "D04", "D09", "D14", "D29", "D30", "D31"]),
        ("D41", ["D43"]),
        ("D43", ["D20", "D02", "D04", "D29"]),
        ("D20", ["D04", "D29"]),
        ("D05", ["D02", "D04", "D07", "D20", "D13", "D17", "D29", "D30", "D36", "D39"]),
        ("D15", ["D08", "D09", "D10", "D16", "D18", "D34", "D35", "D04", "D02", "D12", "D36", "D07", "D37"]),
        ("D34", ["D18", "D15", "D08", "D07", "D35", "D04", "D02", "D10", "D36", "D37"]),
        ("D18", ["D10", "D15", "D09", "D07", "D35", "D04", "D02", "D36", "D37"]),
        ("D10", ["D35", "D07", "D04", "D02", "D29"]),
        ("D12", ["D07", "D09", "D04", "D02", "D29", "D36"]),
        ("D11", ["D07", "D13", "D04", "D02"]),
        ("D07", ["D13", "D17", "D20", "D04", "D02", "D29", "D30", "D37", "D39"]),
        ("D33", ["D31", "D07", "D08", "D10", "D04", "D35", "D29", "D30", "D20"]),
        ("D08", ["D18", "D34"]),
        ("D09", ["D14", "D20", "D30", "D35", "D04", "D02"]),
        ("D30", ["D29", "D20"]),
        ("D14", ["D04", "D02", "D20", "D39"]),
        ("D36", ["D04", "D02", "D29", "D30"]),
        ("D26", ["D27", "D28"]),
        ("D02", ["D04", "D30"]),
        ("D24", ["D25"]),
        ("D28", ["D27"]),
    ];

    /// <summary>Causes that explain something only where they are critical: milder, they are as likely what a model that learned nothing looks like.</summary>
    static readonly FrozenSet<string> OnlyCritical = ["D07"];

    static readonly FrozenDictionary<string, int> Rank = Known.Select((entry, i) => (entry.Cause, i)).ToFrozenDictionary(entry => entry.Cause, entry => entry.i, StringComparer.Ordinal);

    /// <summary>The findings with <see cref="Finding.ConsequenceOf"/> set where another one of them, at least as sure and no milder than a warning, explains it.</summary>
    public static IReadOnlyList<Finding> Link(IReadOnlyList<Finding> findings)
    {
        Dictionary<string, string> causeOf = [];
        foreach ((string cause, string[] consequences) in Known)
        {
            FindingSeverity least = OnlyCritical.Contains(cause) ? FindingSeverity.Critical : FindingSeverity.Warning;
            if (!findings.Any(finding => finding.Id == cause && finding.Severity >= least))
                continue;
            foreach (string consequence in consequences)
            {
                if (causeOf.GetValueOrDefault(cause) != consequence && !ComesAfter(findings, cause, consequence))
                    causeOf.TryAdd(consequence, cause);
            }
        }
        return [.. findings.Select(finding => causeOf.TryGetValue(finding.Id, out string? cause) ? finding with { ConsequenceOf = cause } : finding)];
    }

    /// <summary>Whether a finding was first seen at a later step than another one: then it is not its cause.</summary>
    static bool ComesAfter(IReadOnlyList<Finding> findings, string cause, string other) =>
        findings.Where(finding => finding.Id == cause).Min(finding => finding.Step) > findings.Where(finding => finding.Id == other).Max(finding => finding.Step);

    /// <summary>Where a finding stands among causes; the last place for one that explains nothing.</summary>
    public static int RankOf(string id) => Rank.GetValueOrDefault(id, Known.Length);
}
