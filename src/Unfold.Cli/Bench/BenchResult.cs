namespace Unfold.Cli;

/// <summary>What <c>bench</c> found for a workload.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Threads">How many worked on it.</param>
/// <param name="MedianMs">The median time of a step.</param>
/// <param name="MinMs">The shortest time of a step.</param>
/// <param name="Gflops">Floating-point operations of its matrix products in a second, over all steps, in 10⁹.</param>
/// <param name="AllocatedBytesPerStep">Managed memory that a step asks for.</param>
sealed record BenchResult(string Workload, int Threads, double MedianMs, double MinMs, double Gflops, long AllocatedBytesPerStep)
{
    /// <summary>With <c>--watch</c>: the median time of the same step without lenses, taken in turn.</summary>
    public double? UnwatchedMs { get; init; }

    /// <summary>With <c>--watch</c>: the time of watched steps over that of unwatched ones.</summary>
    public double? WatchRatio { get; init; }

    /// <summary>With <c>--watch</c>: the share of a step that watching takes, as the inspector itself measures it.</summary>
    public double? WatchingShare { get; init; }
}
