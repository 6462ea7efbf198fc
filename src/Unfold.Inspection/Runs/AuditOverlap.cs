namespace Unfold.Inspection;

/// <summary>Texts of a held-out part that stand in the training part too.</summary>
public sealed record AuditOverlap
{
    /// <summary>Held-out texts with any token.</summary>
    public int Texts { get; init; }

    /// <summary>Those of them that are the same as a training text.</summary>
    public int Repeated { get; init; }

    /// <summary>The same as a share.</summary>
    public double Share { get; init; }

    /// <summary>Those of them that are the same letter for letter, as a share of the texts.</summary>
    public double VerbatimShare { get; init; }

    /// <summary>Those that are not, but whose runs of three tokens are nearly those of a training text.</summary>
    public int Near { get; init; }

    /// <summary>The same as a share.</summary>
    public double NearShare { get; init; }

    /// <summary>Common runs of three tokens over all runs of both texts (Jaccard's index) from which on two are near.</summary>
    public double Similarity { get; init; }

    /// <summary>Some pairs: near ones first, as they are the ones that nothing but reading finds.</summary>
    public IReadOnlyList<AuditPair> Examples { get; init; } = [];
}
