namespace Unfold.Cli;

/// <summary>What <c>eval --json</c> prints.</summary>
sealed record EvaluationDocument(
    string Run, string Data, int Count, IReadOnlyList<string> Classes, IReadOnlyDictionary<string, double> Metrics, double MajorityAccuracy, IReadOnlyList<IReadOnlyList<long>> Confusion)
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Texts as the model read them; left out where none were asked for.</summary>
    public IReadOnlyList<ExampleLine>? Examples { get; init; }
}
