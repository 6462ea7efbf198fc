namespace Unfold.Inspection;

/// <summary>What an audit read from a file must fulfil: lists that were left out are empty, and no entry is null.</summary>
static class AuditChecks
{
    public static AuditDocument Complete(AuditDocument audit, string place)
    {
        audit = audit with
        {
            Validation = Complete(audit.Validation, place),
            Test = Complete(audit.Test, place),
            ContradictoryExamples = Complete(audit.ContradictoryExamples, place),
            UnknownWords = audit.UnknownWords ?? [],
            Lengths = audit.Lengths is { Histogram: null } lengths ? lengths with { Histogram = [] } : audit.Lengths,
            Truncation = audit.Truncation is { ByClass: null } truncation ? truncation with { ByClass = [] } : audit.Truncation,
        };
        RunChecks.Require(audit.UnknownWords.All(word => word?.Word is not null), "data.audit.unknownWords", place);
        RunChecks.Require(audit.BestToken is null or { Token: not null, Class: not null, Otherwise: not null }, "data.audit.bestToken", place);
        return audit;
    }

    static AuditOverlap? Complete(AuditOverlap? overlap, string place) =>
        overlap is null ? null : overlap with { Examples = Complete(overlap.Examples, place) };

    static IReadOnlyList<AuditPair> Complete(IReadOnlyList<AuditPair>? pairs, string place)
    {
        RunChecks.Require(pairs?.All(pair => pair is { First: not null, FirstLabel: not null, Second: not null, SecondLabel: not null }) != false, "data.audit", place);
        return pairs ?? [];
    }
}
