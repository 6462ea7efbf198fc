namespace Unfold.Training;

/// <summary>Hears of every batch that was answered.</summary>
/// <param name="rows">Which rows of the data.</param>
/// <param name="losses">The loss of each.</param>
/// <param name="right">Whether each answer is right.</param>
/// <param name="labels">The class of each.</param>
delegate void ExamplesAnswered(ReadOnlySpan<int> rows, ReadOnlySpan<double> losses, ReadOnlySpan<bool> right, ReadOnlySpan<int> labels);
