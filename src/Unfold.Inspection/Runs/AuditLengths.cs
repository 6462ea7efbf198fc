namespace Unfold.Inspection;

/// <summary>How long texts are, in tokens.</summary>
public sealed record AuditLengths
{
    /// <summary>The median.</summary>
    public double Median { get; init; }

    /// <summary>The 10 % quantile.</summary>
    public double P10 { get; init; }

    /// <summary>The 90 % quantile.</summary>
    public double P90 { get; init; }

    /// <summary>The longest.</summary>
    public int Max { get; init; }

    /// <summary>Lengths that fall into one bin of the histogram.</summary>
    public int BinWidth { get; init; } = 1;

    /// <summary>Texts by length: bin <c>i</c> counts those from <c>i · BinWidth</c> on; the last one also all longer ones.</summary>
    public IReadOnlyList<int> Histogram { get; init; } = [];
}
