namespace Unfold.Text;

/// <summary>What was counted while a corpus was encoded.</summary>
public sealed record EncodingCounts
{
    /// <summary>Tokens of the texts, before any were cut off; n-grams counted.</summary>
    public long Tokens { get; init; }

    /// <summary>Those of them that the vocabulary does not have.</summary>
    public long Unknown { get; init; }

    /// <summary>Tokens that were cut off.</summary>
    public long CutTokens { get; init; }

    /// <summary>Texts of which something was cut off.</summary>
    public int Truncated { get; init; }

    /// <summary>Texts without any token; they are kept as empty sequences.</summary>
    public int Empty { get; init; }

    /// <summary>Pads that were put in and count as words.</summary>
    public long Pads { get; init; }

    /// <summary>The share of unknown tokens, from 0 to 1.</summary>
    public double UnknownShare => Tokens == 0 ? 0 : (double)Unknown / Tokens;

    internal static EncodingCounts Sum(EncodingCounts a, EncodingCounts b) => new()
    {
        Tokens = a.Tokens + b.Tokens,
        Unknown = a.Unknown + b.Unknown,
        CutTokens = a.CutTokens + b.CutTokens,
        Truncated = a.Truncated + b.Truncated,
        Empty = a.Empty + b.Empty,
        Pads = a.Pads + b.Pads,
    };
}
