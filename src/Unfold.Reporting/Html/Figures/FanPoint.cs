namespace Unfold.Reporting;

/// <summary>A single measured value with its address.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">The optimizer step.</param>
/// <param name="Batch">The batch within its epoch, from 0.</param>
/// <param name="Examples">The examples of that batch.</param>
/// <param name="Value">The value.</param>
/// <param name="X">Its place on an axis of epochs: steps lie evenly within theirs.</param>
readonly record struct FanPoint(int Epoch, long Step, int Batch, int Examples, double Value, double X);
