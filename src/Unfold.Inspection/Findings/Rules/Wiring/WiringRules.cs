namespace Unfold.Inspection;

/// <summary>The rules about how the model and its training are put together.</summary>
static class WiringRules
{
    public static IReadOnlyList<IRule> All { get; } =
    [
        new MixingRule(), new OutputRangeRule(), new GradientRule(), new UntrainedRule(), new ReusedLayerRule(), new InitialisationRule(), new InitialLossRule(),
        new ModesRule(), new NewOptimizerRule(), new MeanOfMeansRule(), new BlindRule(), new OneBatchRule(), new WatchingRule(), new PeakMemoryRule(),
    ];
}
