namespace Unfold.Doctor.Tests;

/// <summary>The planted faults of the rules in <c>Rules/Time</c>.</summary>
static class TimeFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } = [.. GradientFaults.All, .. StateFaults.All, .. GateFaults.All, .. LengthFaults.All];
}
