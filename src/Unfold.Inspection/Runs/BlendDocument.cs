namespace Unfold.Inspection;

/// <summary>How a run that answers with two models does so, and what each reaches alone.</summary>
/// <remarks>The probability of a class is (1 − weight) · network + weight · linear model. The run's own metrics are those of the blend.</remarks>
/// <param name="Weight">The linear model's share, 0..1.</param>
/// <param name="ChosenOn">What the weight was chosen on: "validation".</param>
/// <param name="Network">The network's metrics on validation.</param>
/// <param name="Linear">The linear model's metrics on validation.</param>
/// <param name="TestNetwork">The network's metrics on the test set, at the run's threshold.</param>
/// <param name="TestLinear">The linear model's metrics on the test set, at the run's threshold.</param>
public sealed record BlendDocument(double Weight, string ChosenOn, MetricValues? Network = null, MetricValues? Linear = null, MetricValues? TestNetwork = null, MetricValues? TestLinear = null);
