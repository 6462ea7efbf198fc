namespace Unfold.Cli;

/// <summary>What a workload's loss is taken of.</summary>
enum BenchTarget
{
    /// <summary>One answer a sequence, from the state at its last step.</summary>
    Last,

    /// <summary>One answer a sequence, from the mean of its states.</summary>
    Mean,

    /// <summary>One answer a step.</summary>
    EveryStep,

    /// <summary>No answer: the sum of all states.</summary>
    Sum,
}
