namespace Unfold.Cli;

/// <summary>What <c>demo --json</c> prints.</summary>
/// <param name="Memory">One entry a lag and model.</param>
/// <param name="Reviews">The models on the reviews, baselines first.</param>
/// <param name="Predictions">The best model's answers to new sentences.</param>
/// <param name="Runs">The folders of the two review runs.</param>
/// <param name="Report">The report, where one was written.</param>
sealed record DemoDocument(
    IReadOnlyList<MemoryResult> Memory, IReadOnlyList<ReviewResult> Reviews, IReadOnlyList<PredictionLine> Predictions, IReadOnlyList<string> Runs, string? Report)
{
    public int SchemaVersion { get; init; } = 1;
}
