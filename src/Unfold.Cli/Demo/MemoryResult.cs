namespace Unfold.Cli;

/// <summary>How well a model remembers the start of a text over a lag.</summary>
/// <param name="Lag">Words between what matters and the end.</param>
/// <param name="Model">The model.</param>
/// <param name="Accuracy">On texts it was not trained on, at its best epoch.</param>
/// <param name="Epochs">How many epochs it trained.</param>
sealed record MemoryResult(int Lag, string Model, double Accuracy, int Epochs);
