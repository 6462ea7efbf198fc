namespace Unfold.Inspection;

/// <summary>The rules about numbers that stopped being finite.</summary>
static class NumbersRules
{
    public static IReadOnlyList<IRule> All { get; } = [new NonFiniteRule()];
}
