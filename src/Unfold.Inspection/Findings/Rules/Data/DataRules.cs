namespace Unfold.Inspection;

/// <summary>The rules about the texts and their labels.</summary>
static class DataRules
{
    public static IReadOnlyList<IRule> All { get; } =
        [new ContradictionRule(), new LeakRule(), new TooGoodRule(), new ImbalanceRule(), new UnknownWordsRule(), new TruncationRule(), new EmbeddingRowsRule()];
}
