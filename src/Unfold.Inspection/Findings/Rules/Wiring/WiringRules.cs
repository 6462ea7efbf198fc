namespace Unfold.Inspection;

/// <summary>The rules about how the model is put together.</summary>
static class WiringRules
{
    public static IReadOnlyList<IRule> All { get; } = [];
}
