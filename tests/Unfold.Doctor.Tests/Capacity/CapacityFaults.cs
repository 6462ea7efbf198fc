namespace Unfold.Doctor.Tests;

/// <summary>The planted faults of the rules in <c>Rules/Capacity</c>.</summary>
static class CapacityFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } = [new ByHeartRecipe(), new ByHeartLoop(), new SureRecipe(), new SureLoop()];
}
