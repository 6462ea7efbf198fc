namespace Unfold.Inspection;

/// <summary>The rules about the optimizer's steps.</summary>
static class StepsRules
{
    public static IReadOnlyList<IRule> All { get; } =
    [
        new LargeStepsRule(), new SmallStepsRule(), new VanishingRule(), new UnevenStepsRule(), new OscillationRule(), new LossSpikeRule(),
        new ClippingRule(), new DivergingWeightsRule(), new NoisyStepsRule(), new OddBatchRule(), new LateDropRule(), new EnoughRule(),
    ];
}
