using Unfold.Training;

namespace Unfold.Cli;

/// <summary>What <c>eval --json</c> prints of a tagger.</summary>
sealed record TaggerEvaluationDocument(string Run, string Data, TaggerEvaluation Evaluation)
{
    public int SchemaVersion { get; init; } = 1;
}
