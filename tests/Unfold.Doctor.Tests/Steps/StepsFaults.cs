namespace Unfold.Doctor.Tests;

/// <summary>The planted faults of the rules in <c>Rules/Steps</c>.</summary>
static class StepsFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } = [];
}
