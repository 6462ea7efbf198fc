using System.Collections.Concurrent;
using Unfold.Inspection;

namespace Unfold.Doctor.Tests;

/// <summary>What the rules said of one training of one planted fault or its twin; each is trained once.</summary>
sealed record Outcome(PlantedFault Fault, IReadOnlyList<Finding> Findings)
{
    static readonly ConcurrentDictionary<(PlantedFault, ulong, bool), Lazy<Outcome>> Known = [];

    /// <summary>Whether the fault's finding is there, as severe as expected.</summary>
    public bool Found => Findings.Any(IsTheFaults);

    /// <summary>The first finding that no other explains, without those that are true besides; among notes, which stand in no order, the fault's own.</summary>
    public Finding? FirstCause
    {
        get
        {
            Finding[] roots = [.. Findings.Where(finding => finding.ConsequenceOf is null && !Fault.Besides.Contains(finding.Id))];
            return roots.FirstOrDefault() is { Severity: FindingSeverity.Note } first ? Array.Find(roots, finding => finding.Id == Fault.Id) ?? first : roots.FirstOrDefault();
        }
    }

    /// <summary>Whether the fault's finding is that one, or one that says the same of the same event.</summary>
    public bool RightCause => FirstCause is { } first && (first.Id == Fault.Id || Fault.Alike.Contains(first.Id));

    /// <summary>Critical findings and, of a healthy twin, the fault's own: what must not be there.</summary>
    public IReadOnlyList<Finding> FalseAlarms => [.. Findings.Where(finding => finding.Severity == FindingSeverity.Critical || IsTheFaults(finding))];

    bool IsTheFaults(Finding finding) => finding.Id == Fault.Id && finding.Severity >= Fault.Expected;

    public static Outcome Of(PlantedFault fault, ulong seed, bool healthy) =>
        Known.GetOrAdd((fault, seed, healthy), key => new(() =>
        {
            Execution.Threads = 1;
            return new(key.Item1, key.Item1.Train(key.Item2, key.Item3));
        })).Value;

    /// <summary>The findings, one a line, for a test's message.</summary>
    public override string ToString() => Findings.Count == 0 ? $"{Fault}: no finding" : $"{Fault}:\n" + string.Join('\n', Findings.Select(finding =>
        $"  {finding.Severity} {finding.Id}{(finding.ConsequenceOf is { } cause ? $" (of {cause})" : "")}: {finding.Title} {finding.Evidence}"));
}
