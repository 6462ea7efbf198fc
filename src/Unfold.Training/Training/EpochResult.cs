using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>What an epoch of training came to.</summary>
sealed record EpochResult(MetricValues Metrics, double Seconds, double TokensPerSecond, int Steps, double LearningRate, double? ClippedShare);
