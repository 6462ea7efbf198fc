namespace Unfold.Inspection;

/// <summary>How much the states of layers that read forwards depend on words that come later.</summary>
public sealed record CausalityCheck
{
    /// <summary>By layer: the largest change of a state before a word that was changed, over the largest change from it on; 0 where nothing looks ahead.</summary>
    public IReadOnlyDictionary<string, double> Ahead { get; init; } = new OrderedDictionary<string, double>(StringComparer.Ordinal);
}
