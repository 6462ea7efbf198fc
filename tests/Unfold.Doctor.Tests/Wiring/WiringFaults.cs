namespace Unfold.Doctor.Tests;

/// <summary>The planted faults of the rules in <c>Rules/Wiring</c>.</summary>
static class WiringFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new ExchangedAxes(), new BatchNormAnew(),
        new UnusedLayer(), new ForgottenParameters(),
        new TurnedLoss(), new BoundedLogits(),
        new InvertedMask(), new StateBeforeTheText(),
        new LargeOutput(), new WrongBias(),
        new SigmoidTwice(), new SoftmaxTwice(),
        new AllPositive(), new AllTheSame(),
        new DropoutInValidation(), new NoiseAlways(),
        new SlowLens(), new WritingLens(),
        new DetachedWords(), new HalvedGradient(),
        new LayerTwice(), new LayerTwiceInALoop(),
        new MeanOfMeans(), new MeanOfMeansOfTraining(),
        new AdamAnew(), new AdamAnewUnseen(),
    ];
}
