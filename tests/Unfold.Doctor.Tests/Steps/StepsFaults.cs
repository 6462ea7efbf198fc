namespace Unfold.Doctor.Tests;

/// <summary>The planted faults of the rules in <c>Rules/Steps</c>.</summary>
static class StepsFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new ScaledAwayGradients(), new SigmoidTower(),
        new TinyRateRecipe(), new TinyRateLoop(),
        new HugeRateRecipe(), new HugeRateLoop(),
        new OvershootingOpinions(), new OvershootingTopics(),
        new NoisyRecipe(), new NoisyLoop(),
        new RateHoles(), new GradientBlows(),
        new TightClipRecipe(), new TightClipLoop(),
        new GrowingRecurrence(), new GrowingOutput(),
        new SlowGroupRecipe(), new SlowGroupLoop(),
        new LastBatchOfOne(), new LastBatchOfTwo(),
        new LateMemoryRecipe(), new LateMemoryLoop(),
        new RateRunsOut(), new NoPatience(),
    ];
}
