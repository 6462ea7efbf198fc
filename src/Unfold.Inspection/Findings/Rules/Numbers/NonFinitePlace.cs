namespace Unfold.Inspection;

/// <summary>A place where numbers are not finite.</summary>
/// <param name="Order">Where it comes in a step's computation.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">The step; −1 for the end of the epoch.</param>
/// <param name="Count">How many numbers.</param>
/// <param name="What">What it is, in words.</param>
sealed record NonFinitePlace(int Order, int Epoch, long Step, double Count, string What);
