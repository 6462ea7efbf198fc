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

    /// <summary>Steps of it come again, after others.</summary>
    void GoOn()
    {
    }

    /// <summary>How often one <see cref="Run"/> does the work: what is told is the time of one.</summary>
    int Repeats => 1;

    /// <summary>Does it, <see cref="Repeats"/> times.</summary>
    void Run();
}
