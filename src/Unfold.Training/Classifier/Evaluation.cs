using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>How well a classifier does on rows with labels.</summary>
/// <param name="Count">The number of rows.</param>
/// <param name="Classes">The classes, in the order of the matrix.</param>
/// <param name="Metrics">Loss, accuracy, F1 and their like.</param>
/// <param name="Confusion">True against answered classes, a row for each true class.</param>
/// <param name="MajorityAccuracy">What always answering the most frequent class of these rows would reach.</param>
public sealed record Evaluation(int Count, IReadOnlyList<string> Classes, MetricValues Metrics, IReadOnlyList<IReadOnlyList<long>> Confusion, double MajorityAccuracy);
