namespace Unfold.Inspection;

/// <summary>A word whose presence alone answers: a class where it stands, another one where it does not.</summary>
public sealed record AuditToken
{
    /// <summary>The word.</summary>
    public string Token { get; init; } = "";

    /// <summary>The class answered where it stands.</summary>
    public string Class { get; init; } = "";

    /// <summary>The class answered where it does not stand.</summary>
    public string Otherwise { get; init; } = "";

    /// <summary>Training texts it stands in.</summary>
    public int Texts { get; init; }

    /// <summary>Training accuracy of that.</summary>
    public double TrainAccuracy { get; init; }

    /// <summary>Validation accuracy of the same.</summary>
    public double ValidationAccuracy { get; init; }

    /// <summary>Training accuracy of always answering the most frequent class, to compare with.</summary>
    public double MajorityAccuracy { get; init; }
}
