namespace Unfold.Doctor.Tests;

/// <summary>The planted faults of the rules in <c>Rules/Numbers</c>.</summary>
static class NumbersFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } = [new NonFiniteRecipe(), new NonFiniteLoop()];
}
