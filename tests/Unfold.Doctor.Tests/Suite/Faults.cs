namespace Unfold.Doctor.Tests;

/// <summary>All planted faults: the lists of the groups, in the order of the rules.</summary>
static class Faults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        .. NumbersFaults.All, .. DataFaults.All, .. WiringFaults.All, .. ReadOutFaults.All, .. TimeFaults.All, .. StepsFaults.All, .. CapacityFaults.All,
    ];

    /// <summary>The seeds that every fault is tried with: one, or as many as UNFOLD_SEEDS says.</summary>
    public static IReadOnlyList<ulong> Seeds { get; } =
        [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("UNFOLD_SEEDS"), out int count) ? Math.Max(1, count) : 1).Select(seed => (ulong)seed)];

    public static PlantedFault Find(string name) => All.Single(fault => fault.ToString() == name);
}
