namespace Unfold.Inspection;

/// <summary>The rules about gradients, states and memory through time.</summary>
static class TimeRules
{
    public static IReadOnlyList<IRule> All { get; } =
    [
        new DeadUnitsRule(), new SaturationRule(), new GateRule(), new CollapseRule(), new VanishingThroughTimeRule(), new ExplodingRule(), new ShortMemoryRule(), new LongTextsRule(),
    ];
}
