namespace Unfold.Cli;

/// <summary>How well a model, or a baseline, judges the made-up reviews.</summary>
/// <param name="Model">The model or baseline.</param>
/// <param name="Parameters">Trained numbers, where that is known.</param>
/// <param name="Accuracy">On reviews it was not trained on.</param>
/// <param name="F1">On the same.</param>
/// <param name="Epochs">Epochs trained.</param>
sealed record ReviewResult(string Model, long? Parameters, double? Accuracy, double? F1, int? Epochs);
