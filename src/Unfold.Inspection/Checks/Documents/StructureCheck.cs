namespace Unfold.Inspection;

/// <summary>How the parts of a model are used in one pass.</summary>
public sealed record StructureCheck
{
    /// <summary>Recurrent layers that ran more than once in one pass with the same weights, and how often.</summary>
    public IReadOnlyDictionary<string, int> Reused { get; init; } = new OrderedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Trained parameters that got no gradient, or one that is zero everywhere.</summary>
    public IReadOnlyList<string> WithoutGradient { get; init; } = [];

    /// <summary>Recurrent layers that read sequences of other lengths than the batch has: "rnn.l0: 25 sequences with 200 steps in all, the batch has 8 with 200".</summary>
    public IReadOnlyList<string> OtherLayouts { get; init; } = [];
}
