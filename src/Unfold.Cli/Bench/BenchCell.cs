namespace Unfold.Cli;

/// <summary>The recurrent cell of a workload.</summary>
enum BenchCell
{
    Rnn,
    ReluRnn,
    Lstm,
    Gru,
}
