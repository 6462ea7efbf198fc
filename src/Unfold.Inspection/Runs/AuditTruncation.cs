namespace Unfold.Inspection;

/// <summary>Texts of which something is cut off because they are too long.</summary>
public sealed record AuditTruncation
{
    /// <summary>The most tokens that are read.</summary>
    public int Limit { get; init; }

    /// <summary>Share of the texts of training and validation that have more.</summary>
    public double Share { get; init; }

    /// <summary>Share of them that have as many or more: where a limit only just holds, this is what stands at it.</summary>
    public double ReachingShare { get; init; }

    /// <summary>Share of the tokens that are cut off.</summary>
    public double TokenShare { get; init; }

    /// <summary>Share of the cut ones in each class, in the order of the classes.</summary>
    public IReadOnlyList<double> ByClass { get; init; } = [];

    /// <summary>How far being cut goes with the label: Cramér's V, from 0 (not at all) to 1.</summary>
    public double Association { get; init; }
}
