namespace Unfold.Doctor.Tests;

/// <summary>The planted faults of the rules in <c>Rules/Wiring</c>.</summary>
static class WiringFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } = [];
}
