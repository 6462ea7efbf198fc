using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Work divided into blocks that do not touch each other's results, each waiting to be told the vector width.</summary>
interface IWidthWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Does one block; called from any thread, once for each block.</summary>
    void Run<TSimd, TVector>(int block)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;
}
