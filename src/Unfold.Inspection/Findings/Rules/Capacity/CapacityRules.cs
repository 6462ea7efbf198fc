namespace Unfold.Inspection;

/// <summary>The rules about how much is learnt by heart.</summary>
static class CapacityRules
{
    public static IReadOnlyList<IRule> All { get; } = [new OverfittingRule(), new OverconfidenceRule()];
}
