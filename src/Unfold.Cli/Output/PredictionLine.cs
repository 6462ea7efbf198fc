namespace Unfold.Cli;

/// <summary>An answer in <c>predict --json</c>.</summary>
sealed record PredictionLine(string Text, string Label, IReadOnlyDictionary<string, double> Probabilities);
