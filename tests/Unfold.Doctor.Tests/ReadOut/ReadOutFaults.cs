namespace Unfold.Doctor.Tests;

/// <summary>The planted faults of the rules in <c>Rules/ReadOut</c>.</summary>
static class ReadOutFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } = [new MajorityLoop(), new MajorityRecipe(), .. PaddingFaults.All, .. PlateauFaults.All];
}
