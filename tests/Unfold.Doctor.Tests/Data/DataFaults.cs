namespace Unfold.Doctor.Tests;

/// <summary>The planted faults of the rules in <c>Rules/Data</c>.</summary>
static class DataFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } = [.. LabelFaults.All, .. RepeatFaults.All, .. WordFaults.All, .. EmbeddingFaults.All];
}
