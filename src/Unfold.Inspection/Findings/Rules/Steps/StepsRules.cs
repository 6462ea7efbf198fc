namespace Unfold.Inspection;

/// <summary>The rules about the optimizer's steps.</summary>
static class StepsRules
{
    public static IReadOnlyList<IRule> All { get; } = [];
}
