namespace Unfold.Training;

/// <summary>A step of the search for a learning rate.</summary>
/// <param name="Rate">The learning rate of the step.</param>
/// <param name="Loss">The batch's loss before the step.</param>
/// <param name="Smooth">The running mean of the losses.</param>
public readonly record struct RateTrial(double Rate, double Loss, double Smooth);
