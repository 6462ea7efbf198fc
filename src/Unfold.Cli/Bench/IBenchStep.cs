namespace Unfold.Cli;

/// <summary>What a workload repeats.</summary>
interface IBenchStep
{
    /// <summary>Multiplications and additions of the matrix products in the next step.</summary>
    double NextFlops { get; }

    /// <summary>The share of its time that watching takes, as the inspector itself measures it; null where nobody watches.</summary>
    double? WatchingShare => null;

    /// <summary>The warm-up is over: until here every step was looked at, for the compiler to know all of the code.</summary>
    void Begin()
    {
    }

    /// <summary>Does it once.</summary>
    void Run();
}
