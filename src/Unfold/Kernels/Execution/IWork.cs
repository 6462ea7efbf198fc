namespace Unfold.Kernels;

/// <summary>Work divided into blocks that do not touch each other's results.</summary>
interface IWork
{
    /// <summary>Does one block; called from any thread, once for each block.</summary>
    void Run(int block);
}
