namespace Unfold.Inspection;

/// <summary>The rules about what the answers are read from, and what they come to.</summary>
static class ReadOutRules
{
    public static IReadOnlyList<IRule> All { get; } = [new PaddingRule(), new MajorityRule(), new PriorPlateauRule()];
}
