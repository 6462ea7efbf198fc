namespace Unfold.Cli;

/// <summary>What a workload repeats.</summary>
interface IBenchStep
{
    /// <summary>Multiplications and additions of the matrix products in the next step.</summary>
    double NextFlops { get; }

    /// <summary>Does it once.</summary>
    void Run();
}
